import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { type GridDay, gridOf, type OnDay } from '../month-grid.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { impactTone, isPlanned, type Tone } from '../words.ts'
import { layout } from './layout.ts'
import { state } from './mark.ts'
import { when } from './time.ts'

/** `newer` and `older` are the nearest months that have anything. */
export type CalendarMonth = { month: string; newer: string | null; older: string | null }

/** A month as a table of weeks; a narrow screen shows its days that have something as a list. */
export function calendarPage(frame: Frame, { month, newer, older }: CalendarMonth): string {
  const { words } = frame
  const name = words.month(month)
  const grid = gridOf(frame, month)
  const eventful = grid.filter(({ entries }) => entries.length > 0).length
  return layout(frame, {
    title: words.text('month.title', { month: name, page: frame.page.name }),
    path: `/calendar/${month}`,
    live: true,
    main: html`<h1 class="page-title">${name}</h1>
<p class="lede">${eventful === 0 ? words.text('month.quiet') : words.text('month.lede', { count: eventful })}</p>
<table class="grid"><caption class="sr">${words.text('month.caption', { month: name })}</caption>
<thead><tr>${weekdays(words.locale).map(([long, short]) => html`<th scope="col"><abbr title="${long}">${short}</abbr></th>`)}</tr></thead>
<tbody>${weeksOf(grid).map((week) => html`<tr>${week.map((day) => cell(frame, day))}</tr>`)}</tbody></table>
${months(frame, newer, older)}
<p class="on"><a href="${frame.link('/history')}">${words.text('nav.history')}</a> <a href="${frame.link('/calendar.ics')}">${words.text('month.own')}</a></p>`,
  })
}

/** Monday first, each with its short form. */
function weekdays(locale: string): [string, string][] {
  const named = (weekday: 'long' | 'short') => new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' })
  const [long, short] = [named('long'), named('short')]
  const monday = Date.UTC(2024, 0, 1)
  return Array.from({ length: 7 }, (_, i) => monday + i * 86_400_000).map((day) => [
    long.format(day),
    short.format(day),
  ])
}

function weeksOf(grid: GridDay[]): (GridDay | null)[][] {
  const before = (grid[0]?.day.dayOfWeek ?? 1) - 1
  const all: (GridDay | null)[] = [...Array.from({ length: before }, () => null), ...grid]
  while (all.length % 7 > 0) all.push(null)
  return Array.from({ length: all.length / 7 }, (_, i) => all.slice(i * 7, i * 7 + 7))
}

function cell(frame: Frame, one: GridDay | null): Html {
  if (!one) return html`<td class="none"></td>`
  const { day, entries } = one
  const today = frame.times.dayOf(frame.now).equals(day)
  return html`<td class="${entries.length === 0 ? 'calm' : 'eventful'}"${today && html` aria-current="date"`}><p class="dn"><time datetime="${day.toString()}"><span class="num">${day.day}</span><span class="long">${frame.times.weekday(day)}</span></time></p>${
    entries.length > 0 && html`<ul>${entries.map((entry) => html`<li>${shown(frame, entry)}</li>`)}</ul>`
  }</td>`
}

const shown = (frame: Frame, { incident, begins }: OnDay): Html =>
  html`${state(kindTone(incident), kindWord(frame, incident))} <a href="${frame.link(`/incidents/${incident.id}`)}"><bdi>${incident.title}</bdi></a> ${
    begins
      ? html`<span class="at">${when(incident.startedAt, frame.times.clock(incident.startedAt))}</span>`
      : html`<span class="at">${frame.words.text('month.continued')}</span>`
  }`

/** How bad it was, rather than that it is over: of a past month nearly all is. */
const kindTone = ({ kind, impact }: IncidentInfo): Tone =>
  kind === 'notice' ? 'notice' : kind === 'maintenance' ? 'maintenance' : impactTone[impact]

function kindWord({ words }: Frame, incident: IncidentInfo): string {
  if (incident.kind === 'notice') return words.text('phase.posted')
  if (incident.kind === 'incident') return words.text(`impact.${incident.impact}`)
  return words.text(isPlanned(incident) ? 'month.planned' : 'state.under_maintenance')
}

function months({ words, link }: Frame, newer: string | null, older: string | null): Html {
  const back = words.arrow === '→' ? '←' : '→'
  return html`<nav class="months" aria-label="${words.text('history.months')}">${
    newer &&
    html`<a rel="next" href="${link(`/calendar/${newer}`)}"><span aria-hidden="true">${back} </span>${words.month(newer)}</a>`
  }${older && html`<a rel="prev" class="older-month" href="${link(`/calendar/${older}`)}">${words.month(older)}<span aria-hidden="true"> ${words.arrow}</span></a>`}</nav>`
}
