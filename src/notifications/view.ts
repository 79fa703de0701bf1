import { mediumNamed } from '../channels/media.ts'
import type { FailedLetter } from '../letters/list.ts'
import { type Html, html } from '../lib/html.ts'
import type { IncidentStatus } from '../publishing/snapshot.ts'
import { phaseWord } from '../publishing/words.ts'
import { act, linkButton } from '../web/console/buttons.ts'
import { facts } from '../web/console/code.ts'
import { empty } from '../web/console/empty.ts'
import { section } from '../web/console/section.ts'
import { address, type Column, listTools, type Row, table } from '../web/console/tables.ts'
import { ago, type Clock, moment } from '../web/console/times.ts'
import { addresseeOf, type Delivery, deliveryStates } from './ledger.ts'
import { deliveryState, deliveryWord, kindWord } from './marks.ts'

type Query = Record<string, string | undefined>

/** The ledger, with what is wrong with mail above it. */
export const ledgerPage = ({
  rows,
  nextCursor,
  query,
  clock,
  canMail,
  letters,
  pace,
}: {
  rows: readonly Delivery[]
  nextCursor: string | null
  query: Query
  clock: Clock
  canMail: boolean
  letters: readonly FailedLetter[]
  pace: Html | false
}): Html => {
  const path = '/console/deliveries'
  return html`${!canMail && noMail}${failedLetters(letters, clock)}${listTools({
    path,
    search: { value: query.q ?? '', label: 'Search by address' },
    filters: [stateFilter(query)],
    keep: { page: query.page },
  })}${deliveryTable(rows, clock, nextCursor && address(path, { ...query, cursor: nextCursor }), nothing(query))}${pace}`
}

export const noMail = html`<div class="problems calm"><p><strong>No mail can leave.</strong> What should go out waits here until a mail server or service is connected under <a href="/console/channels">Channels</a>, or Upfront starts with <code>SMTP_URL</code>.</p></div>`

export const stateFilter = (query: Query) => ({
  name: 'state',
  label: 'State',
  value: query.state ?? '',
  options: [['', 'All'] as const, ...deliveryStates.map((name) => [name, deliveryWord(name)] as const)],
})

/** Deliveries as rows; `besides` leaves out what the page around says already. */
export function deliveryTable(
  rows: readonly Delivery[],
  clock: Clock,
  older: string | null,
  none: Html,
  besides: 'subscriber' | 'post' | null = null,
): Html {
  const columns: Column[] = [
    { label: besides === 'subscriber' ? 'Post' : 'Subscriber', kind: 'main' },
    { label: 'State' },
    { label: 'Why', kind: 'words' },
    ...(besides === null ? [{ label: 'Post', kind: 'words' as const }] : []),
    { label: 'When', kind: 'aside' },
  ]
  const row = (one: Delivery): Row => ({
    href: `/console/deliveries/${one.id}`,
    cells: [
      besides === 'subscriber' ? postOf(one) : addresseeOf(one),
      deliveryState(one),
      html`<a class="quiet-link" href="${explainAt(one.update_id, one.subscriber_id)}">${one.detail ?? one.reason}</a>`,
      ...(besides === null ? [postOf(one)] : []),
      ago(one.sent_at ?? one.created_at, clock),
    ],
  })
  return table({ caption: 'Deliveries, newest first', columns, rows: rows.map(row), older, empty: none })
}

/** Where it is explained why somebody was told of a post, or was not. */
export const explainAt = (update: string, subscriber: string) => `/console/deliveries/explain/${update}/${subscriber}`

export const postOf = ({ title, status, kind }: Pick<Delivery, 'title' | 'status' | 'kind'>): string =>
  `${kind === 'update' ? '' : `${kindWord[kind]}: `}${phaseWord[status as IncidentStatus] ?? status}: ${title}`

const nothing = (query: Query): Html =>
  query.q || query.state
    ? empty({ title: 'No delivery fits that', text: html`<a href="/console/deliveries">Show all deliveries</a>` })
    : empty({
        title: 'Nobody has been told of anything yet',
        text: 'For every post this ledger says who was told, when, and who was not and why.',
      })

const failedLetters = (letters: readonly FailedLetter[], clock: Clock): Html | false =>
  letters.length > 0 &&
  html`<details class="note"><summary>${letters.length === 1 ? 'One letter' : `${letters.length} letters`} that failed in the past week: confirmations, invitations, notes to operators</summary><ul class="plain-list">${letters.map(
    ({ kind, recipient, detail, createdAt }) =>
      html`<li>${kind} to ${recipient}, ${ago(createdAt, clock)}: ${detail ?? 'no reason was given'}</li>`,
  )}</ul></details>`

/** One delivery: why this person was told of this post, or was not. */
export const deliveryPage = (one: Delivery, clock: Clock): Html =>
  section(
    'Why',
    html`<p>${sentence(one)}</p>${facts([
      ['Subscriber', html`<a href="/console/subscribers/${one.subscriber_id}">${addresseeOf(one)}</a>`],
      ['Post', html`<a href="/console/deliveries/updates/${one.update_id}">${postOf(one)}</a>`],
      ['Reason', one.reason],
      ['Channel', mediumNamed(one.channel)],
      ['Chosen', moment(one.created_at, clock)],
      ['Sent', one.sent_at && moment(one.sent_at, clock)],
      [
        'Told together with',
        one.together_with &&
          one.together_with !== one.id &&
          html`<a href="/console/deliveries/${one.together_with}">another post</a>`,
      ],
      ['Attempts', one.attempts > 0 ? String(one.attempts) : null],
      ['Next attempt', one.next_attempt_at && one.state === 'queued' ? moment(one.next_attempt_at, clock) : null],
      ['The server said', one.detail],
    ])}<div class="actions">${linkButton('Explain it step by step', explainAt(one.update_id, one.subscriber_id))}${one.state === 'failed' && act('Send it again', `/console/deliveries/${one.id}/retry`)}</div>`,
  )

function sentence({ state, reason, detail, email, label }: Delivery): string {
  const who = email ?? label ?? 'This subscriber'
  if (state === 'sent') return `${who} was told, because it ${reason}.`
  if (state === 'failed') return `${who} could not be told: ${detail ?? 'no reason was given'}.`
  if (state === 'superseded') return `${who} was not told of this post: ${detail ?? reason}.`
  if (state === 'skipped') return `${who} was not told: ${reason}.`
  return `${who} is going to be told, because it ${reason}.`
}
