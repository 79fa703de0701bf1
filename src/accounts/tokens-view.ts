import type { Role } from '../lib/context.ts'
import { type Html, html } from '../lib/html.ts'
import { confirmation, linkButton, submit } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { type FormState, field, problemSummary, select } from '../web/console/forms.ts'
import { copyable } from '../web/console/marks.ts'
import { table } from '../web/console/tables.ts'
import { ago, type Clock, moment } from '../web/console/times.ts'
import { roleChoices } from './people-view.ts'
import type { Token } from './tokens.ts'

export const makeToken = linkButton('Make a token', '/console/settings/tokens/new', 'primary')

export const tokenList = (tokens: readonly Token[], older: string | null, clock: Clock): Html =>
  table({
    caption: 'API tokens',
    columns: [
      { label: 'Token', kind: 'main' },
      { label: 'Role' },
      { label: 'Begins' },
      { label: 'Use', kind: 'aside' },
      { label: 'End', kind: 'aside' },
      { label: 'Revoke', kind: 'aside' },
    ],
    rows: tokens.map((token) => ({
      cells: [
        html`${token.name}<span class="below quiet-text">by ${token.created_by ?? 'nobody known'}, ${ago(token.created_at, clock)}</span>`,
        token.role,
        html`<code>${token.prefix}…</code>`,
        token.last_used_at ? html`used ${ago(token.last_used_at, clock)}` : 'never used',
        token.expires_at ? html`ends ${moment(token.expires_at, clock)}` : 'never ends',
        confirmation({
          id: `revoke-${token.id}`,
          label: 'Revoke',
          look: 'quiet',
          title: `Revoke “${token.name}”?`,
          text: html`Programs that use it are turned away at once. ${token.last_used_at ? html`It was last used ${ago(token.last_used_at, clock)}.` : 'It was never used.'} This cannot be undone.`,
          to: `/console/settings/tokens/${token.id}/revoke`,
          button: 'Revoke the token',
        }),
      ],
    })),
    older,
    empty: empty({
      title: 'No tokens yet',
      text: 'A token lets a program use the API in your name: to post, to set things up, to read.',
      action: makeToken,
    }),
  })

const ends = [
  ['', 'Never'],
  ['30', 'In 30 days'],
  ['90', 'In 90 days'],
  ['365', 'In a year'],
] as const

export const tokenForm = (form: FormState, own: Role): Html =>
  html`<form method="post" action="/console/settings/tokens/new" class="form">${problemSummary(form, { name: 'Name', role: 'Role', days: 'It ends' })}
${field(form, { name: 'name', label: 'Name', required: true, maxlength: 100, help: 'What uses it: “Deploy script”.' })}
${select(form, { name: 'role', label: 'Role', choices: roleChoices(own) })}
${select(form, { name: 'days', label: 'It ends', choices: ends })}
<div class="actions">${submit('Make the token')}${linkButton('Cancel', '/console/settings/tokens', 'quiet')}</div></form>`

/** It is told this once: only its hash is kept. */
export const tokenShown = (secret: string, url: string): Html =>
  html`<div class="card"><p><strong>This token is shown once.</strong> Keep it where your program finds it, and nobody else.</p><p>${copyable(secret, 'Copy the token')}</p><p class="quiet-text">Try it: <code>curl -H 'Authorization: Bearer ${secret.slice(0, 6)}…' ${url}/api/v1/me</code></p></div>
<div class="actions">${linkButton('Back to the tokens', '/console/settings/tokens')}</div>`
