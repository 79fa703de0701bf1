import type { InboxRow } from '../alerts/inbox.ts'
import { whatItWas } from '../alerts/view.ts'
import { arrivalState } from '../alerts/words.ts'
import { counted } from '../lib/counted.ts'
import { type Html, html } from '../lib/html.ts'
import { sourceOf } from '../sources/index.ts'
import { confirmation, linkButton } from '../web/console/buttons.ts'
import { codeBlock, facts } from '../web/console/code.ts'
import { empty } from '../web/console/empty.ts'
import { formState, select } from '../web/console/forms.ts'
import { copyable, managedNote } from '../web/console/marks.ts'
import { muteForm } from '../web/console/mute.ts'
import { section } from '../web/console/section.ts'
import { table } from '../web/console/tables.ts'
import { ago, type Clock, moment } from '../web/console/times.ts'
import type { SourceAtStake } from './at-stake.ts'
import type { SourceRow } from './find.ts'
import { curlLine, setupSteps, vendorOf } from './words.ts'

type Seen = {
  source: SourceRow
  /** The hook address; null for those who may not know it. */
  url: string | null
  arrivals: readonly InboxRow[]
  atStake: SourceAtStake
  mayMute: boolean
  mayChange: boolean
  clock: Clock
}

/** One source: how it is connected, what came last, and what can be done about it. */
export function sourcePage(seen: Seen): Html {
  const { source, url, clock, mayMute, mayChange } = seen
  const to = `/console/sources/${source.id}`
  return html`${managedNote(source.managed_by)}
${section(
  'How it is',
  facts([
    ['Kind', vendorOf(source.kind)],
    ['Key', html`<code>${source.key}</code>`],
    ['Last heard', source.last_arrival_at ? ago(source.last_arrival_at, clock) : 'never'],
    ['Silent since', source.silent_since && moment(source.silent_since, clock)],
    [
      'Turned away',
      source.throttled > 0 ? `${counted(source.throttled, 'message')}: it sent more than 50 a second` : null,
    ],
    ['Old address', oldAddress(source, clock)],
  ]),
)}
${url ? connect(source, url) : section('Connect it', html`<p class="note">The hook address holds a secret. Admins see it.</p>`)}
${section('What came last', lastArrivals(seen), { actions: seen.arrivals.length > 0 && html`<a href="/console/inbox?source=${encodeURIComponent(source.key)}">All of it</a>` })}
${mayMute && section('Mute', html`<p class="quiet-text">While it is muted, what it reports is recorded, and nothing is posted. What still fires when that ends is put to the rules then.</p>${muteForm({ to: `${to}/mute`, until: source.muted_until, clock })}`)}
${mayChange && source.managed_by === null && danger(seen, to)}`
}

const connect = (source: SourceRow, url: string): Html =>
  html`${section(
    'Connect it',
    html`<p>Its hook address, which nobody else should know:</p><p>${copyable(url, 'Copy the address')}</p>${setupSteps(source.kind, url)}
<p class="quiet-text"><a href="${sourceOf(source.kind)?.docs ?? url}" rel="noreferrer noopener">The documentation of ${vendorOf(source.kind)}</a>${source.managed_by === null && html` · <a href="/console/sources/${source.id}/edit">Its settings, and a box to try a payload in</a>`}</p>`,
  )}
${section(
  'Try it',
  html`<p class="quiet-text">This sends one of ${vendorOf(source.kind)}'s documented messages. Rules act on it as on any other.</p>${codeBlock(curlLine(source.kind, url), 'A line for a shell')}`,
)}`

const lastArrivals = ({ arrivals, clock }: Seen): Html =>
  table({
    caption: 'The last arrivals',
    columns: [{ label: 'What', kind: 'main' }, { label: 'State' }, { label: 'Arrived', kind: 'aside' }],
    rows: arrivals.map((row) => ({
      href: `/console/inbox/${row.id}`,
      cells: [whatItWas(row), arrivalState(row.state), ago(row.receivedAt, clock)],
    })),
    empty: empty({
      title: 'Nothing has arrived from it',
      text: 'Send the line above from a shell, and it shows here.',
    }),
  })

function danger({ source, atStake }: Seen, to: string): Html {
  const graces = [
    ['24h', 'for 24 hours'],
    ['7d', 'for a week'],
    ['0', 'not at all: it ends at once'],
  ] as const
  return section(
    'Change it',
    html`<div class="actions">${linkButton('Edit its settings', `${to}/edit`)}${confirmation({
      id: 'rotate',
      label: 'Rotate the token',
      look: 'plain',
      title: `Give ${source.name} a new address?`,
      text: 'It gets a new token. Put the new address into your monitoring; until then the old one can go on working, so that nothing is lost.',
      to: `${to}/rotate`,
      button: 'Make a new address',
      body: select(formState({ grace: '24h' }), { name: 'grace', label: 'The old address works', choices: graces }),
    })}${confirmation({
      id: 'remove',
      label: 'Remove it',
      title: `Remove ${source.name}?`,
      text: html`Its address answers 404 from then on. ${counted(atStake.arrivals, 'arrival')} in the inbox and ${counted(atStake.alerts, 'alert')} go with it${atStake.firing > 0 && `, ${atStake.firing} of them still firing`}.${left(atStake)} This cannot be undone.`,
      to: `${to}/remove`,
      button: 'Remove the source',
    })}</div>`,
  )
}

const left = ({ drafts, incidents }: SourceAtStake): Html =>
  html`${drafts > 0 && ` ${counted(drafts, 'draft')} about its alerts ${drafts === 1 ? 'is' : 'are'} cancelled.`} ${
    incidents.length === 0
      ? 'Incidents stay.'
      : html`Incidents stay, but ${incidents.length === 1 ? 'this one loses its' : 'these lose their'} recoveries, and a person is asked to end ${incidents.length === 1 ? 'it' : 'them'}: ${incidents.map(({ id, title }, i) => html`${i > 0 && ', '}<a href="/console/incidents/${id}"><bdi>${title}</bdi></a>`)}.`
  }`

const oldAddress = (source: SourceRow, clock: Clock): Html | null =>
  source.old_token_until && source.old_token_until > clock.now
    ? html`<span class="quiet-text">still works until ${moment(source.old_token_until, clock)}</span>`
    : null
