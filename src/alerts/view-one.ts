import { type Html, html } from '../lib/html.ts'
import { ruleLike } from '../rules/fields.ts'
import { act, linkButton } from '../web/console/buttons.ts'
import { codeBlock, facts } from '../web/console/code.ts'
import { chip } from '../web/console/marks.ts'
import { section } from '../web/console/section.ts'
import { type Clock, moment } from '../web/console/times.ts'
import { bytes, shownBody, texts } from './body.ts'
import type { findArrival, ListedAlert } from './list.ts'
import { cameOf } from './view.ts'
import { alertState, arrivalMeans, arrivalState, outcomeWord, unsaidUntil } from './words.ts'

type Arrival = Awaited<ReturnType<typeof findArrival>>

/** One arrival: what it was understood as, what came of it, and the bytes as they came. */
export function arrivalPage({
  arrival,
  alerts,
  clock,
  mayRead,
  mayReplay,
  mayAdd,
}: {
  arrival: Arrival
  alerts: readonly ListedAlert[]
  clock: Clock
  /** A body may hold what not every viewer should see. */
  mayRead: boolean
  mayReplay: boolean
  mayAdd: boolean
}): Html {
  return html`${understoodAs(arrival, alerts, { clock, mayAdd })}
${section(
  'As it came',
  html`${facts([
    ['Source', html`<a href="/console/sources/${arrival.source_id}">${arrival.source_name}</a>`],
    ['Arrived', moment(arrival.received_at, clock)],
    ['From', arrival.remote],
    ['Size', bytes(arrival.size)],
    ['Replayed', arrival.replayed_at && moment(arrival.replayed_at, clock)],
  ])}${mayRead ? rawParts(arrival) : html`<p class="note">Headers and body are for editors and above: they may hold what your monitoring knows about your systems.</p>`}`,
)}
${
  mayReplay &&
  section(
    'Read it again',
    html`<p class="quiet-text">Reads it with its source as it is set now, and acts on it as if it had just come. Alerts that were understood before are repeats, and change nothing.</p>
<div class="actions">${act('Replay', `/console/inbox/${arrival.id}/replay`)}</div>`,
  )
}`
}

export const arrivalHead = (arrival: Arrival): Html => arrivalState(arrival.state)

type Looking = { clock: Clock /** May add rules. */; mayAdd: boolean }

function understoodAs(arrival: Arrival, alerts: readonly ListedAlert[], looking: Looking): Html {
  const means = arrivalMeans(arrival.state)
  const lines = [...new Set((arrival.reason ?? '').split('\n').filter(Boolean))]
  return html`${(lines.length > 0 || means) && html`<div class="note">${lines.map((line) => html`<p>${line}</p>`)}${means && html`<p>${means}</p>`}</div>`}${
    alerts.length > 0
      ? section(
          alerts.length === 1 ? 'Understood as one alert' : `Understood as ${alerts.length} alerts`,
          alerts.map((alert) => alertCard(alert, looking)),
        )
      : arrival.state === 'understood' &&
        lines.length === 0 &&
        html`<p class="note">All that it says was known already: repeats are counted with the alert, and change nothing.</p>`
  }`
}

const alertCard = (alert: ListedAlert, { clock, mayAdd }: Looking): Html =>
  html`<article class="card"><div class="card-head"><h3><a href="/console/alerts/${alert.id}">${alert.title}</a></h3>${alertState(alert.state)}</div>
<p class="came">${cameOf(alert)}</p>${alertFacts(alert, clock)}${mayAdd && wayToRule(alert)}</article>`

/** Where no rule took it, the form of one that will. */
const wayToRule = (alert: ListedAlert): Html | false =>
  alert.outcome === 'recorded' &&
  alert.rule_id === null &&
  html`<div class="actions">${linkButton('Add a rule for alerts like this', ruleLike(alert))}</div>`

/** What a vendor's payload said, in our words. */
export const alertFacts = (alert: ListedAlert, clock: Clock): Html =>
  facts([
    ['Key', html`<code>${alert.key}</code>`],
    ['Severity', alert.severity],
    ['Summary', alert.summary],
    ['Labels', labels(texts(alert.labels))],
    ['Began', alert.started_at && moment(alert.started_at, clock)],
    ['Ended', alert.ended_at && moment(alert.ended_at, clock)],
    ['Put to the rules again', alert.reconsidered_at && moment(alert.reconsidered_at, clock)],
    ['Goes to the rules again', alert.open && alert.unsaid_while && unsaidUntil(alert.unsaid_while)],
    ['Repeats', alert.repeats > 0 ? `${alert.repeats}` : null],
    ['Link', alert.url && html`<a href="${alert.url}" rel="noreferrer noopener">${new URL(alert.url).host}</a>`],
    ['Rule', alert.rule && html`<a href="/console/rules/${alert.rule_id}">${alert.rule}</a>`],
    ['Incident', alert.incident_id && html`<a href="/console/incidents/${alert.incident_id}">Open the incident</a>`],
    ['Draft', alert.draft_id && html`<a href="/console/drafts/${alert.draft_id}">Open the draft</a>`],
  ])

const labels = (all: Record<string, string>): Html | null =>
  Object.keys(all).length === 0
    ? null
    : html`<span class="chips">${Object.entries(all).map(([name, value]) => chip(html`${name}: ${value}`))}</span>`

/** One alert by itself, under its own address. */
export const alertPage = (alert: ListedAlert, { clock, mayAdd }: Looking): Html =>
  html`${section(outcomeWord(alert.outcome), html`<p>${alert.reason ?? 'No reason was kept.'}</p>${mayAdd && wayToRule(alert)}`)}
${section(
  'What it said',
  html`${alertFacts(alert, clock)}${facts([
    ['Source', html`<a href="/console/sources/${alert.source_id}">${alert.source_name}</a>`],
    ['Arrived', moment(alert.received_at, clock)],
    ['In the inbox', alert.arrival_id && html`<a href="/console/inbox/${alert.arrival_id}">As it came</a>`],
  ])}`,
)}`

function rawParts(arrival: Arrival): Html {
  const { text, note } = shownBody({ ...arrival, headers: texts(arrival.headers) })
  const query = Object.entries(texts(arrival.query))
  return html`<h3 class="sub">Body</h3>${note && html`<p class="note">${note}</p>`}${text === '' ? html`<p class="quiet-text">It was empty.</p>` : codeBlock(text, 'Body')}
${query.length > 0 && html`<h3 class="sub">Query</h3>${facts(query)}`}
<details><summary>Headers</summary>${facts(Object.entries(texts(arrival.headers)))}</details>`
}
