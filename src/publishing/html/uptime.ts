import { type Html, html } from '../../lib/html.ts'
import { downWeights } from '../../uptime/share.ts'
import type { Frame } from '../frame.ts'
import type { Fixed } from '../languages/language.ts'
import type { Words } from '../languages/words.ts'
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
import { statusTone } from '../words.ts'
import { barRow, type Kind, sample, shareIn } from './bars.ts'
import { inLang } from './languages.ts'
import { innerTitle, layout } from './layout.ts'
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
  const { words } = frame
  const calendar = calendarOf(frame)
  const unfold = frame.placed.length <= 12
  const shared = { frame, calendar, told: toldOf(frame, calendar), months: monthNames(frame, calendar), unfold }
  return layout(frame, {
    title: innerTitle(frame, words.text('uptime.heading')),
    path: '/uptime',
    live: true,
    main: html`<h1 class="page-title">${words.text('uptime.heading')}</h1>
<p class="lede">${words.text('uptime.lede', { weight: words.text('percent', { value: words.number(downWeights.partial_outage) }) })}</p>
${legend(frame, calendar)}
<div${frame.assets.days && html` data-days="${frame.assets.days}"`}>${frame.placed.length === 0 ? html`<p class="empty">${words.text('home.no_components')}</p>` : frame.placed.map((placed) => part(shared, placed))}</div>`,
  })
}

const kinds: [Kind, Fixed][] = [
  ['working', 'state.operational'],
  ['degraded', 'state.degraded_performance'],
  ['partial', 'state.partial_outage'],
  ['major', 'state.major_outage'],
  ['maintenance', 'state.under_maintenance'],
  ['none', 'uptime.none'],
]

/** With the words for days that have no story of their own. */
const legend = ({ words }: Frame, { days }: Calendar): Html =>
  html`<ul class="legend" data-today="${days.at(-1)?.name}" data-quiet="${words.text('uptime.quiet')}" data-far="${words.text('uptime.far')}" data-none="${words.text('uptime.none')}" aria-label="${words.text('uptime.legend')}">${kinds.map(
    ([kind, word]) => html`<li>${sample(kind)} ${words.text(word)}</li>`,
  )}</ul>`

/** Named once for all components: making names of months is slow. With a link where the history has the month. */
function monthNames(frame: Frame, { months }: Calendar): Map<string, Html> {
  const told = new Set(frame.snapshot.history.map(({ month }) => month))
  return new Map(
    months.map(({ name: month }) => {
      const name = frame.words.month(month)
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
    .map(
      ({ month, share }) => html`<div><dt>${months.get(month)}</dt><dd>${shareIn(frame.words, share)}</dd></div>`,
    )}</dl>
</section>
`
}

function stories(shared: Shared, node: ComponentNode, uptime: Uptime): Html | null {
  const days = daysWithTrouble(uptime)
  if (days.length === 0) return null
  return html`<details id="days-${node.id}"${shared.unfold && html` open`}><summary>${shared.frame.words.text('uptime.troubles', { count: days.length })}</summary>
<ol class="stories">${days.map((day) => html`<li id="${node.id}-${day.name}">${story(shared, node, day)}</li>`)}</ol></details>`
}

/** A day's story: its date, how long each status lasted, what was published about it. */
function story({ frame, told }: Shared, node: ComponentNode, day: UpDay): Html {
  const { words } = frame
  const date = frame.times.weekday(Temporal.PlainDate.from(day.name))
  const parts = troubles.filter((status) => day.tally[status] > 0 || day.status === status)
  const incidents = toldOn(told, node, day)
  return html`<p class="day"><time datetime="${day.name}">${date}</time></p><ul class="lengths">${parts.map(
    (status) =>
      html`<li>${state(statusTone[status], words.text(`state.${status}`))} ${length(words, day, day.tally[status])}</li>`,
  )}</ul>${
    incidents.length > 0 &&
    html`<ul>${incidents.map((one) => html`<li><a href="${frame.link(`/incidents/${one.id}`)}"><bdi${inLang(one.titleLang)}>${one.title}</bdi></a></li>`)}</ul>`
  }`
}

const length = (words: Words, day: UpDay, seconds: number) =>
  seconds === day.to - day.from && seconds >= 23 * 3600 ? words.text('uptime.all_day') : words.duration(seconds * 1000)
