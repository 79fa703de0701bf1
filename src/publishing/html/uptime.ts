import { durationInWords } from '../../lib/duration.ts'
import { type Html, html } from '../../lib/html.ts'
import { monthName } from '../../lib/times.ts'
import { downWeights, shareInWords } from '../../uptime/share.ts'
import type { Frame } from '../frame.ts'
import type { ComponentNode } from '../snapshot.ts'
import { fullName, type Placed } from '../tree.ts'
import {
  type Calendar,
  calendarOf,
  daysWithTrouble,
  monthlyUptime,
  type Told,
  toldOf,
  toldOn,
  troubles,
  type UpDay,
  type Uptime,
  uptimeOf,
} from '../uptime.ts'
import { statusTone, statusWord } from '../words.ts'
import { barRow, type Kind, sample } from './bars.ts'
import { layout } from './layout.ts'
import { state } from './mark.ts'

/** What all sections of the page share. */
type Shared = {
  frame: Frame
  calendar: Calendar
  told: Map<string, Told[]>
  months: Map<string, Html>
  unfold: boolean
}

/** Each component's past 90 days with their stories, and its twelve months. */
export function uptimePage(frame: Frame): string {
  const calendar = calendarOf(frame)
  const unfold = frame.placed.length <= 12
  const shared = { frame, calendar, told: toldOf(frame, calendar), months: monthNames(frame, calendar), unfold }
  return layout(frame, {
    title: `Uptime · ${frame.page.name} status`,
    path: '/uptime',
    live: true,
    main: html`<h1 class="page-title">Uptime</h1>
<p class="lede">A major outage counts in full, a partial one ${downWeights.partial_outage} %. Degraded service and maintenance count as up. Time before a part’s record begins counts neither way. Figures are rounded down, and reach until this page was published.</p>
${legend(calendar)}
<div${frame.assets.days && html` data-days="${frame.assets.days}"`}>${frame.placed.length === 0 ? html`<p class="empty">No components are listed on this page yet.</p>` : frame.placed.map((placed) => part(shared, placed))}</div>`,
  })
}

const kinds: [Kind, string][] = [
  ['working', statusWord.operational],
  ['degraded', statusWord.degraded_performance],
  ['partial', statusWord.partial_outage],
  ['major', statusWord.major_outage],
  ['maintenance', statusWord.under_maintenance],
  ['none', 'No data'],
]

/** With the words for days that have no story of their own. */
const legend = ({ days }: Calendar): Html =>
  html`<ul class="legend" data-today="${days.at(-1)?.name}" data-quiet="Working all day" data-far="Working so far" data-none="No data" aria-label="A bar is a day, and shows the worst of it">${kinds.map(
    ([kind, word]) => html`<li>${sample(kind)} ${word}</li>`,
  )}</ul>`

/** Named once for all components: making names of months is slow. With a link where the history has the month. */
function monthNames(frame: Frame, { months }: Calendar): Map<string, Html> {
  const told = new Set(frame.snapshot.history.map(({ month }) => month))
  return new Map(
    months.map(({ name: month }) => {
      const name = monthName(month)
      return [month, told.has(month) ? html`<a href="${frame.link(`/history/${month}`)}">${name}</a>` : html`${name}`]
    }),
  )
}

function part(shared: Shared, { node, parent }: Placed): Html {
  const { frame, calendar, months } = shared
  const uptime = uptimeOf(frame, calendar, node)
  const since = uptime.days.find(({ status }) => status !== null)
  return html`<section class="upt" aria-labelledby="u-${node.id}"${since && html` data-since="${since.name}"`}>
<h2 id="u-${node.id}"><bdi>${fullName(node, parent)}</bdi></h2>
${barRow(frame, node, uptime)}
${stories(shared, node, uptime)}
<dl class="monthly">${monthlyUptime(frame, calendar, node)
    .toReversed()
    .map(({ month, share }) => html`<div><dt>${months.get(month)}</dt><dd>${shareInWords(share)}</dd></div>`)}</dl>
</section>
`
}

function stories(shared: Shared, node: ComponentNode, uptime: Uptime): Html | null {
  const days = daysWithTrouble(uptime)
  if (days.length === 0) return null
  return html`<details id="days-${node.id}"${shared.unfold && html` open`}><summary>${days.length === 1 ? 'One day' : `${days.length} days`} on which something was wrong or under maintenance</summary>
<ol class="stories">${days.map((day) => html`<li id="${node.id}-${day.name}">${story(shared, node, day)}</li>`)}</ol></details>`
}

/** A day's story: its date, how long each status lasted, what was published about it. */
function story({ frame, told }: Shared, node: ComponentNode, day: UpDay): Html {
  const date = frame.times.weekday(Temporal.PlainDate.from(day.name))
  const parts = troubles.filter((status) => day.tally[status] > 0 || day.status === status)
  const incidents = toldOn(told, node, day)
  return html`<p class="day"><time datetime="${day.name}">${date}</time></p><ul class="lengths">${parts.map(
    (status) => html`<li>${state(statusTone[status], statusWord[status])} ${length(day, day.tally[status])}</li>`,
  )}</ul>${
    incidents.length > 0 &&
    html`<ul>${incidents.map((one) => html`<li><a href="${frame.link(`/incidents/${one.id}`)}"><bdi>${one.title}</bdi></a></li>`)}</ul>`
  }`
}

const length = (day: UpDay, seconds: number) =>
  seconds === day.to - day.from && seconds >= 23 * 3600 ? 'all day' : durationInWords(seconds * 1000)
