import type { ComponentStatus } from '../components/status.ts'
import { counted } from '../lib/counted.ts'
import { exactDurationInWords } from '../lib/duration.ts'
import { type Html, html } from '../lib/html.ts'
import type { Example } from '../messages/example.ts'
import { examplePart } from '../messages/view.ts'
import { statusWord } from '../publishing/words.ts'
import { confirmation, linkButton } from '../web/console/buttons.ts'
import { facts } from '../web/console/code.ts'
import { empty } from '../web/console/empty.ts'
import { fileChip, managedNote, state } from '../web/console/marks.ts'
import { isMuted, muteForm } from '../web/console/mute.ts'
import { section } from '../web/console/section.ts'
import { table } from '../web/console/tables.ts'
import { type Clock, moment } from '../web/console/times.ts'
import type { ruleAtStake } from './at-stake.ts'
import type { Rule } from './find.ts'
import { matchInWords, modeInWords } from './words.ts'

/** Names of the things that rules name by id. */
export type Names = ReadonlyMap<string, string>

export const addRule = linkButton('Add a rule', '/console/rules/new', 'primary')

export function ruleList(rules: readonly Rule[], names: Names, clock: Clock, mayChange: boolean): Html {
  return table({
    caption: 'Rules, in the order in which they are asked',
    columns: [
      { label: 'Asked', kind: 'aside' },
      { label: 'Rule', kind: 'main' },
      { label: 'About' },
      { label: 'What it does' },
      { label: 'Order', kind: 'aside' },
    ],
    rows: rules.map((rule, i) => ({
      href: `/console/rules/${rule.id}`,
      cells: [
        String(i + 1),
        html`${rule.name} ${rule.managed_by && fileChip(rule.managed_by)}<span class="below quiet-text">${matchInWords(rule.match)}</span>`,
        names.get(rule.component_id ?? '') ?? names.get(rule.page_id ?? '') ?? null,
        isMuted(rule.muted_until, clock)
          ? html`${state('maintenance', 'Muted')} <span class="quiet-text">until ${moment(rule.muted_until, clock)}</span>`
          : modeInWords(rule),
        mayChange && rule.managed_by === null ? order(rule, i, rules.length) : null,
      ],
    })),
    empty: empty({
      title: 'No rules yet',
      text: 'Alerts are recorded, and nothing is posted. A rule says which alerts become a message, on which component, and whether a person is asked first.',
      action: mayChange && addRule,
    }),
  })
}

const order = (rule: Rule, index: number, count: number): Html =>
  html`<form method="post" action="/console/rules/${rule.id}/move" class="order">${index > 0 && arrow('up', rule.name, index)}${index < count - 1 && arrow('down', rule.name, index + 2)}</form>`

const arrow = (way: 'up' | 'down', name: string, position: number): Html =>
  html`<button type="submit" class="button small ${way}" name="position" value="${position}"><span class="sr">Move ${name} ${way}</span><span aria-hidden="true">${way === 'up' ? '↑' : '↓'}</span></button>`

/** One rule in words, with what it would say. */
export function rulePage({
  rule,
  names,
  example,
  atStake,
  clock,
  mayChange,
}: {
  rule: Rule
  names: Names
  example: Example
  atStake: Awaited<ReturnType<typeof ruleAtStake>>
  clock: Clock
  mayChange: boolean
}): Html {
  const to = `/console/rules/${rule.id}`
  return html`${managedNote(rule.managed_by)}<div class="columns"><div>
${section(
  'What it does',
  facts([
    ['Takes', matchInWords(rule.match)],
    ['About', names.get(rule.component_id ?? '') ?? names.get(rule.page_id ?? '') ?? 'nothing'],
    ['Status', rule.status ? statusWord[rule.status as ComponentStatus] : null],
    ['Posts', modeInWords(rule)],
    [
      'Promises',
      rule.next_update_every ? `an update every ${exactDurationInWords(rule.next_update_every)}` : 'no next update',
    ],
    [
      'Comes back',
      rule.flap_window > 0
        ? `the same incident goes on within ${exactDurationInWords(rule.flap_window)}`
        : 'a new incident each time',
    ],
    [
      'Message',
      rule.message_id
        ? html`<a href="/console/messages/${rule.message_id}">${names.get(rule.message_id) ?? 'its message'}</a>`
        : 'plain words of ours',
    ],
    ['Past 30 days', html`<a href="/console/alerts?rule=${rule.id}">${counted(atStake.alerts, 'alert')}</a>`],
  ]),
)}</div><aside class="stack">${examplePart(example)}</aside></div>
${mayChange && section('Mute', html`<p class="quiet-text">While it is muted, what it takes is recorded, and nothing is posted. What still fires when that ends is put to the rules then.</p>${muteForm({ to: `${to}/mute`, until: rule.muted_until, clock })}`)}
${mayChange && rule.managed_by === null && change(rule, atStake, to)}`
}

const change = (rule: Rule, { drafts, incidents }: { drafts: number; incidents: number }, to: string): Html =>
  section(
    'Change it',
    html`<div class="actions">${linkButton('Edit the rule', `${to}/edit`)}${confirmation({
      id: 'remove',
      label: 'Remove it',
      title: `Remove the rule “${rule.name}”?`,
      text: consequences(drafts, incidents),
      to: `${to}/remove`,
      button: 'Remove the rule',
    })}</div>`,
  )

const consequences = (drafts: number, incidents: number): string =>
  [
    'It takes no alerts from then on.',
    drafts > 0 && `${counted(drafts, 'waiting draft')} ${drafts === 1 ? 'is' : 'are'} cancelled.`,
    incidents > 0 &&
      `${counted(incidents, 'open incident')} of its ${incidents === 1 ? 'stays, and a person has to end it.' : 'stay, and a person has to end them.'}`,
    'This cannot be undone.',
  ]
    .filter(Boolean)
    .join(' ')
