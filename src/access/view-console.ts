import { type Html, html } from '../lib/html.ts'
import type { Page } from '../pages/find.ts'
import { confirmation, linkButton, submit } from '../web/console/buttons.ts'
import { checkbox, type FormState, field, fieldset, problemSummary, textarea } from '../web/console/forms.ts'
import { copyable, managedNote } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { table } from '../web/console/tables.ts'
import { ago } from '../web/console/times.ts'
import type { Feed } from './feeds.ts'
import type { Access } from './schema.ts'

export type Screen = {
  form: FormState
  page: Page
  access: Access
  hasPassword: boolean
  feeds: readonly Feed[]
  mailWorks: boolean
  /** What the file sets is read-only; the rest is not its matter. */
  mayChange: boolean
  mayAct: boolean
  now: Date
  timeZone: string
}

export function accessScreen(screen: Screen): Html {
  const { form, page, access, hasPassword, mailWorks, mayChange } = screen
  const to = `/console/settings/pages/${page.id}/access`
  const noWay =
    access.private &&
    !hasPassword &&
    ![access.addresses, access.ranges, access.connections].some((ways) => ways.length > 0) &&
    !access.subscribers &&
    !access.named
  return html`${managedNote(page.managed_by)}
${noWay && html`<p class="notice">Nobody but your colleagues gets in: no way in is set below.</p>`}
<form method="post" action="${to}" class="form"><fieldset class="plain"${!mayChange && html` disabled`}>
${problemSummary(form, labels)}
${checkbox(form, { name: 'private', label: 'Private: only those who are let in read this page', help: 'Its published files are taken away at once. Strangers see the same sign-in page at every address.' })}
${checkbox(form, { name: 'showName', label: 'The sign-in page says the page’s name' })}
${fieldset('One password for all', [
  field(
    { ...form, values: { ...form.values, password: '' } },
    {
      name: 'password',
      label: hasPassword ? 'Another password' : 'Password',
      type: 'password',
      maxlength: 256,
      help: hasPassword
        ? 'One is set. Empty: it stays. Another one signs every reader out.'
        : 'At least 8 characters. Empty: there is none. It opens private pages alone.',
    },
  ),
  ...(hasPassword ? [checkbox(form, { name: 'noPassword', label: 'Remove the password' })] : []),
])}
${fieldset('A link by mail', [
  textarea(form, {
    name: 'addresses',
    label: 'Addresses and domains',
    rows: 4,
    code: true,
    placeholder: '@customer.example\npat@partner.example',
    help: mailWorks
      ? 'One a line. The mail leads to a button; the link works once, for 20 minutes.'
      : 'No mail leaves this installation yet, so nobody can sign in by mail.',
  }),
  checkbox(form, { name: 'subscribers', label: 'Confirmed subscribers may sign in' }),
  checkbox(form, { name: 'named', label: 'Whom an audience of this page names may sign in' }),
])}
${fieldset('Networks', textarea(form, { name: 'ranges', label: 'Ranges that read a private page without signing in', rows: 3, code: true, placeholder: '192.0.2.0/24', help: 'One a line. Behind a proxy, TRUSTED_PROXIES must name it, or every reader has its address.' }))}
${field(form, { name: 'sessionHours', label: 'Signed in for', type: 'number', required: true, help: 'Hours, 1 to 720.' })}
${mayChange && html`<div class="actions">${submit('Save')}${linkButton('Cancel', `/console/settings/pages/${page.id}`, 'quiet')}</div>`}
</fieldset></form>
${connections(access, to, mayChange)}
${privateFeeds(screen, to)}
${screen.mayAct && sessions(page, to)}`
}

const labels: Record<string, string> = {
  password: 'Password',
  addresses: 'Addresses and domains',
  ranges: 'Networks',
  sessionHours: 'Signed in for',
  feed: 'What the feed is for',
}

const connections = ({ connections: all }: Access, to: string, mayChange: boolean): Html =>
  section(
    'Single sign-on',
    table({
      caption: 'Connections',
      columns: [{ label: 'Name', kind: 'main' }, { label: 'Kind' }, { label: 'Trusted for', kind: 'aside' }],
      rows: all.map(({ key, name, kind, domains }) => ({
        href: `${to}/connections/${key}`,
        cells: [name, kind === 'oidc' ? 'OpenID Connect' : 'SAML 2.0', domains.join(', ') || 'verified addresses'],
      })),
      empty: html`<p class="quiet-text">None yet. Your customers’ own sign-in lets them in, and says who belongs to whom.</p>`,
    }),
    {
      actions:
        mayChange &&
        html`<span>${linkButton('Add OpenID Connect', `${to}/connections/new/oidc`)} ${linkButton('Add SAML', `${to}/connections/new/saml`)}</span>`,
    },
  )

const privateFeeds = ({ feeds, mayAct, form, now, timeZone }: Screen, to: string): Html =>
  section('Private feeds', [
    html`<p class="help">Addresses for feed readers, calendars and programs. Readers who are signed in make their own.</p>`,
    table({
      caption: 'Private feeds',
      columns: [
        { label: 'Feed', kind: 'main' },
        { label: 'Begins' },
        { label: 'Use', kind: 'aside' },
        { label: 'Revoke', kind: 'aside' },
      ],
      rows: feeds.map((feed) => ({
        cells: [
          html`${feed.name}<span class="below quiet-text">by ${feed.created_by}, ${ago(feed.created_at, { now, zone: timeZone })}</span>`,
          html`<code>${feed.prefix}…</code>`,
          feed.last_used_at ? html`read ${ago(feed.last_used_at, { now, zone: timeZone })}` : 'never read',
          mayAct
            ? confirmation({
                id: `revoke-${feed.id}`,
                label: 'Revoke',
                look: 'quiet',
                title: `Revoke “${feed.name}”?`,
                text: html`Whatever uses it is turned away at once. This cannot be undone.`,
                to: `${to}/feeds/${feed.id}/revoke`,
                button: 'Revoke the feed',
              })
            : null,
        ],
      })),
      empty: html`<p class="quiet-text">None is in use.</p>`,
    }),
    html`${mayAct && html`<form method="post" action="${to}/feeds" class="form">${field({ ...form, values: {}, problems: form.problems.filter(({ pointer }) => pointer === '/feed').map((one) => ({ ...one, pointer: '/name' })) }, { name: 'name', label: 'What is it for?', required: true, maxlength: 80 })}<div class="actions">${submit('Make a private feed', { look: 'plain' })}</div></form>`}`,
  ])

const sessions = (page: Page, to: string): Html =>
  section(
    'Readers who are signed in',
    html`<p>A change of who may read signs them out by itself.</p>
${confirmation({
  id: 'sign-out',
  label: 'Sign everybody out',
  title: `Sign every reader of ${page.name} out?`,
  text: html`They sign in again with what is set above. Private feeds go on working.`,
  to: `${to}/sign-out`,
  button: 'Sign everybody out',
})}`,
  )

/** The token of a new feed, which is shown this once. */
export const feedShown = (url: string, token: string): Html =>
  html`<p>Copy what you need now: it is not shown again. Whoever has it reads what everybody reads who is let in.</p>
${['/history.atom', '/history.rss', '/feed.json', '/calendar.ics', '/api/v2/summary.json', '/badge.svg'].map((path) => html`<p class="address">${copyable(`${url}${path}?token=${token}`, 'Copy the address')}</p>`)}`
