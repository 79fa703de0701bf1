import { type Html, html } from '../../lib/html.ts'
import { monthName } from '../../lib/times.ts'
import type { Frame } from '../frame.ts'
import { type GridDay, gridOf, type OnDay } from '../month-grid.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { impactTone, impactWord, isPlanned, phaseWord, type Tone } from '../words.ts'
import { layout } from './layout.ts'
import { state } from './mark.ts'
import { when } from './time.ts'

/** `newer` and `older` are the nearest months that have anything. */
export type CalendarMonth = { month: string; newer: string | null; older: string | null }

/** A month as a table of weeks; a narrow screen shows its days that have something as a list. */
export function calendarPage(frame: Frame, { month, newer, older }: CalendarMonth): string {
  const name = monthName(month)
  const grid = gridOf(frame, month)
  const eventful = grid.filter(({ entries }) => entries.length > 0).length
  return layout(frame, {
    title: `${name} · ${frame.page.name} calendar`,
    path: `/calendar/${month}`,
    live: true,
    main: html`<h1 class="page-title">${name}</h1>
<p class="lede">${lede(eventful)}</p>
<table class="grid"><caption class="sr">Incidents and planned work, ${name}</caption>
<thead><tr>${weekdays(frame).map((day) => html`<th scope="col"><abbr title="${day}">${day.slice(0, 3)}</abbr></th>`)}</tr></thead>
<tbody>${weeksOf(grid).map((week) => html`<tr>${week.map((day) => cell(frame, day))}</tr>`)}</tbody></table>
${months(frame, newer, older)}
<p class="on"><a href="${frame.link('/history')}">History</a> <a href="${frame.link('/calendar.ics')}">Planned work in your own calendar</a></p>`,
  })
}

const lede = (eventful: number) =>
  eventful === 0
    ? 'Nothing happened and nothing is planned.'
    : `${eventful === 1 ? 'One day' : `${eventful} days`} with incidents or planned work.`

/** Monday first: https://www.iso.org/iso-8601-date-and-time-format.html */
const weekdays = ({ times }: Frame) =>
  Array.from(
    { length: 7 },
    (_, i) => times.weekday(Temporal.PlainDate.from('2024-01-01').add({ days: i })).split(',')[0]!,
  )

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
  html`${state(kindTone(incident), kindWord(incident))} <a href="${frame.link(`/incidents/${incident.id}`)}"><bdi>${incident.title}</bdi></a> ${
    begins
      ? html`<span class="at">${when(incident.startedAt, frame.times.clock(incident.startedAt))}</span>`
      : html`<span class="at">continued</span>`
  }`

/** How bad it was, rather than that it is over: of a past month nearly all is. */
const kindTone = ({ kind, impact }: IncidentInfo): Tone =>
  kind === 'notice' ? 'notice' : kind === 'maintenance' ? 'maintenance' : impactTone[impact]

const kindWord = (incident: IncidentInfo): string => {
  if (incident.kind === 'notice') return phaseWord.posted
  if (incident.kind === 'maintenance') return isPlanned(incident) ? 'Planned' : 'Maintenance'
  return impactWord[incident.impact]
}

const months = (frame: Frame, newer: string | null, older: string | null): Html =>
  html`<nav class="months" aria-label="Months">${
    newer &&
    html`<a rel="next" href="${frame.link(`/calendar/${newer}`)}"><span aria-hidden="true">← </span>${monthName(newer)}</a>`
  }${older && html`<a rel="prev" class="older-month" href="${frame.link(`/calendar/${older}`)}">${monthName(older)}<span aria-hidden="true"> →</span></a>`}</nav>`
