import { counted } from '../lib/counted.ts'
import { type Html, html } from '../lib/html.ts'
import { statusWord } from '../publishing/words.ts'
import { confirmation, linkButton, submit } from '../web/console/buttons.ts'
import { facts } from '../web/console/code.ts'
import { choice, type FormState, field, formState, problemSummary, select } from '../web/console/forms.ts'
import { chip, managedNote } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { table } from '../web/console/tables.ts'
import { type Clock, moment } from '../web/console/times.ts'
import type { ComponentAtStake, causesOf } from './causes.ts'
import type { Component } from './find.ts'
import type { intervalsOf } from './intervals.ts'
import { componentState } from './marks.ts'
import { type ComponentStatus, componentStatuses } from './status.ts'

export type OneComponent = {
  component: Component
  shown: ComponentStatus
  parent: Component | null
  parts: readonly Component[]
  causes: Awaited<ReturnType<typeof causesOf>>
  intervals: Awaited<ReturnType<typeof intervalsOf>>
  atStake: ComponentAtStake
  /** The form that corrects the past, as it was typed. */
  correction: FormState
  clock: Clock
  mayEdit: boolean
  mayChange: boolean
}

const statuses = componentStatuses.map((status) => [status, statusWord[status]] as const)
const mostRows = 100

/** One component: its status and why, its ledger, and what can be changed. */
export function componentPage(it: OneComponent): Html {
  const { component, mayEdit, mayChange } = it
  const to = `/console/components/${component.id}`
  return html`${managedNote(component.managed_by)}
${section('Its status', html`${why(it)}${mayEdit && byHand(component, to)}`)}
${section('About it', about(it))}
${section('Its past', ledger(it))}
${mayEdit && section('Correct the past', correctionForm(it, to), { id: 'correct' })}
${mayChange && component.managed_by === null && change(it, to)}`
}

function why({ component, causes, shown, parts }: OneComponent): Html {
  const own = component.status as ComponentStatus
  return html`${shown !== own && html`<p>The page shows “${statusWord[shown]}”, by its ${counted(parts.length, 'part')}; its own is “${statusWord[own]}”.</p>`}${
    causes.length > 0
      ? html`<p>Open on it:</p><ul class="plain-list">${causes.map(
          ({ id, title, kind, status }) =>
            html`<li>${componentState(status as ComponentStatus)} <a href="/console/${kind === 'maintenance' ? 'maintenances' : 'incidents'}/${id}"><bdi>${title}</bdi></a></li>`,
        )}</ul>`
      : html`<p class="quiet-text">No open incident is about it${component.base_status === 'operational' ? '.' : `; “${statusWord[component.base_status as ComponentStatus]}” was set by hand.`}</p>`
  }`
}

const byHand = (component: Component, to: string): Html =>
  html`<form method="post" action="${to}/status" class="stack">${choice(formState({ status: component.base_status }), { name: 'status', label: 'Set by hand', choices: statuses, help: 'Readers see it at once, and nobody is told. Open incidents count on top: the worst shows. To tell people, open an incident.' })}<div class="actions">${submit('Set this status', { look: 'plain' })}${linkButton('Open an incident', '/console/incidents/new', 'quiet')}</div></form>`

const about = ({ component, parent, parts }: OneComponent): Html => {
  const tags = Object.entries(component.tags as Record<string, string>)
  return facts([
    ['Key', html`<code>${component.key}</code>`],
    ['Description', component.description],
    ['Part of', parent && html`<a href="/console/components/${parent.id}"><bdi>${parent.name}</bdi></a>`],
    [
      'Parts',
      parts.length > 0 &&
        html`<ul class="plain-list">${parts.map(({ id, name }) => html`<li><a href="/console/components/${id}"><bdi>${name}</bdi></a></li>`)}</ul>`,
    ],
    [
      'Tags',
      tags.length > 0 && html`<span class="chips">${tags.map(([name, value]) => chip(`${name}: ${value}`))}</span>`,
    ],
  ])
}

function ledger({ intervals, clock }: OneComponent): Html {
  const [counts, replaced] = [intervals.filter((row) => !row.supersededAt), intervals.filter((row) => row.supersededAt)]
  return html`<p class="quiet-text">The ledger that every uptime figure is computed from.</p>${rows(counts, clock, 'What counts')}${replaced.length > 0 && html`<details><summary>${counted(replaced.length, 'row')} that corrections replaced</summary>${rows(replaced, clock, 'What was replaced')}</details>`}`
}

const rows = (intervals: OneComponent['intervals'], clock: Clock, caption: string): Html =>
  html`${table({
    caption,
    columns: [{ label: 'Status', kind: 'main' }, { label: 'From and to' }, { label: 'Note' }],
    rows: intervals
      .slice(-mostRows)
      .toReversed()
      .map(({ status, from, to, correction, supersededAt }) => ({
        cells: [
          componentState(status as ComponentStatus),
          html`${moment(from, clock)} to ${to ? moment(to, clock) : 'now'}`,
          html`${correction && html`Corrected by ${correction.by}: ${correction.reason}`}${supersededAt && html` <span class="quiet-text">replaced ${moment(supersededAt, clock)}</span>`}`,
        ],
      })),
    empty: html`<p class="quiet-text">Nothing is written yet.</p>`,
  })}${intervals.length > mostRows && html`<p class="quiet-text">The newest ${mostRows} of ${counted(intervals.length, 'row')}; the API has all.</p>`}`

const correctionForm = ({ correction, clock }: OneComponent, to: string): Html =>
  html`<form method="post" action="${to}/correct" class="form">
${problemSummary(correction, { from: 'From', to: 'To', status: 'It was', reason: 'Reason' })}
<p class="quiet-text">The rows it touches are replaced, never changed: both truths stay in sight, and page and uptime follow the new one.</p>
<div class="pair">${field(correction, { name: 'from', label: 'From', type: 'datetime-local', required: true, help: `In ${clock.zone.replaceAll('_', ' ')}` })}${field(correction, { name: 'to', label: 'To', type: 'datetime-local', required: true, help: 'Not in the future' })}</div>
${select(correction, { name: 'status', label: 'It was', choices: statuses })}
${field(correction, { name: 'reason', label: 'Reason', required: true, maxlength: 1000, help: 'Kept with the correction, for whoever asks later.' })}
<div class="actions">${submit('Correct the ledger', { look: 'plain' })}</div></form>`

function change({ component, atStake }: OneComponent, to: string): Html {
  const { rules, telling } = atStake
  return section(
    'Change it',
    html`${rules.length > 0 && html`<p class="quiet-text">It cannot be removed while ${rules.length === 1 ? 'a rule posts' : 'rules post'} on it: ${rules.map(({ id, name }, i) => html`${i > 0 && ', '}<a href="/console/rules/${id}"><bdi>${name}</bdi></a>`)}.</p>`}${telling.length > 0 && html`<p class="quiet-text">It cannot be removed while readers are being told about it: ${telling.map(({ id, title }, i) => html`${i > 0 && ', '}<a href="/console/incidents/${id}"><bdi>${title}</bdi></a>`)}.</p>`}<div class="actions">${linkButton('Edit it', `${to}/edit`)}${
      rules.length === 0 &&
      telling.length === 0 &&
      confirmation({
        id: 'remove',
        label: 'Remove it',
        title: `Remove ${component.name}?`,
        text: consequences(atStake),
        to: `${to}/remove`,
        button: 'Remove the component',
      })
    }</div>`,
  )
}

const consequences = ({ intervals, incidents, followers, parts, drafts }: ComponentAtStake): string =>
  [
    `It leaves the page, and ${counted(intervals, 'row')} of its past ${intervals === 1 ? 'goes' : 'go'} with it.`,
    incidents > 0 && `${counted(incidents, 'incident')} no longer ${incidents === 1 ? 'names' : 'name'} it.`,
    followers > 0 &&
      `${counted(followers, 'subscriber')} ${followers === 1 ? 'follows' : 'follow'} nothing else, and will hear of nothing.`,
    parts > 0 && `Its ${counted(parts, 'part')} ${parts === 1 ? 'moves' : 'move'} up to its place.`,
    drafts > 0 && `${counted(drafts, 'waiting draft')} ${drafts === 1 ? 'is' : 'are'} cancelled.`,
    'This cannot be undone.',
  ]
    .filter(Boolean)
    .join(' ')
