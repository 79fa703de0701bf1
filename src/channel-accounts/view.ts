import type { Channel, Medium } from '../channels/channel.ts'
import { channelOf } from '../channels/index.ts'
import { mediumName } from '../channels/media.ts'
import { type Html, html } from '../lib/html.ts'
import { linkButton } from '../web/console/buttons.ts'
import { empty } from '../web/console/empty.ts'
import { fileChip } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { table } from '../web/console/tables.ts'
import { ago, type Clock } from '../web/console/times.ts'
import type { Account } from './find.ts'
import { type Health, unknownHealth } from './health.ts'
import { accountKinds } from './kinds.ts'
import { accountState, byMedium, vendorOf } from './words.ts'

export const addAccount = linkButton('Connect an account', '/console/channels/new', 'primary')

type Listed = {
  accounts: readonly Account[]
  health: ReadonlyMap<string, Health>
  clock: Clock
  mayChange: boolean
  mailLeaves: boolean
}

/** What is connected, by channel, in the order in which the accounts of one channel are tried. */
export function accountList({ accounts, health, clock, mayChange, mailLeaves }: Listed): Html {
  if (accounts.length === 0)
    return empty({
      title: 'No account is connected yet',
      text: `${mailLeaves ? 'Mail leaves by the server in SMTP_URL' : 'Mail cannot leave yet: it needs an account or SMTP_URL'}. Slack, Microsoft Teams, webhooks and others need no account of yours. Text messages, calls and apps do: connect one.`,
      action: mayChange && addAccount,
    })
  const known = accounts.flatMap((account) => {
    const medium = channelOf(account.kind)?.medium
    return medium ? [{ account, medium }] : []
  })
  const groups = byMedium(known, ({ medium }) => medium)
  return html`${table({
    caption: 'Accounts by channel, in the order in which they are tried',
    columns: [
      { label: 'Account', kind: 'main' },
      { label: 'Channel' },
      { label: 'State' },
      { label: 'Last sent', kind: 'aside', labelled: true },
      { label: 'Order', kind: 'aside' },
    ],
    rows: groups.flatMap(([medium, ones]) =>
      ones.map(({ account }, at) => {
        const { lastSuccessAt } = health.get(account.id) ?? unknownHealth
        const vendor = vendorOf(account.kind)
        return {
          href: `/console/channels/${account.id}`,
          cells: [
            html`${account.name}${account.managed_by && html` ${fileChip(account.managed_by)}`}${vendor !== account.name && html`<span class="below quiet-text">${vendor}</span>`}`,
            mediumName(medium),
            accountState(account, health.get(account.id) ?? unknownHealth),
            lastSuccessAt && ago(lastSuccessAt, clock),
            mayChange && ones.length > 1 ? order(account, at, ones.length) : null,
          ],
        }
      }),
    ),
    empty: html``,
  })}${groups.some(([, ones]) => ones.length > 1) && html`<p class="quiet-text">Several accounts of one channel are tried from the top: what one cannot carry now goes by the next.</p>`}`
}

const order = ({ id, name }: Account, at: number, count: number): Html =>
  html`<form method="post" action="/console/channels/${id}/move" class="order">${at > 0 && arrow('up', name)}${at < count - 1 && arrow('down', name)}</form>`

const arrow = (way: 'up' | 'down', name: string): Html =>
  html`<button type="submit" class="button small ${way}" name="to" value="${way}"><span class="sr">Move ${name} ${way}</span><span aria-hidden="true">${way === 'up' ? '↑' : '↓'}</span></button>`

/** Every kind of account, to choose from: what most readers have first, under the words for what it is. */
export function kindCards(): Html {
  const kinds = byMedium(accountKinds(), ({ medium }) => medium)
  return html`${families.map(([title, media]) => {
    const ones = kinds.filter(([medium]) => media.includes(medium)).flatMap(([, of]) => of.toSorted(ownFirst))
    return ones.length > 0 && section(title, cards(ones))
  })}
<p class="quiet-text">Something else? A reader’s own Slack, Microsoft Teams or webhook needs no account of yours: switch it on for a page, in its settings, Channels.</p>`
}

/** A mail server of one’s own before those who lend theirs. */
const ownFirst = (a: Channel, b: Channel) => Number(b.kind === 'smtp') - Number(a.kind === 'smtp')

const cards = (kinds: readonly Channel[]): Html =>
  html`<ul class="tiles">${kinds.map(
    ({ kind, name }) =>
      html`<li><a class="tile" href="/console/channels/new/${kind}"><strong>${name}</strong></a></li>`,
  )}</ul>`

const families: readonly (readonly [title: string, media: readonly Medium[]])[] = [
  ['Mail', ['email']],
  ['Telephone', ['sms', 'voice', 'whatsapp']],
  [
    'Chats',
    ['slack', 'teams', 'google-chat', 'discord', 'mattermost', 'rocket-chat', 'zulip', 'matrix', 'telegram', 'webex'],
  ],
  ['Notifications', ['ntfy', 'pushover', 'web-push']],
  ['Programs and on-call', ['webhook', 'pagerduty', 'opsgenie']],
  ['One message for the world', ['x', 'facebook', 'linkedin', 'mastodon', 'bluesky']],
]
