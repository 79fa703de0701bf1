import { type Html, html } from '../../lib/html.ts'
import { monthName } from '../../lib/times.ts'
import { byDay } from '../days.ts'
import type { Frame } from '../frame.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { layout } from './layout.ts'
import { row } from './past.ts'

/** One month's incidents; `newer` and `older` are the nearest months that have any. */
export type Month = { month: string; incidents: IncidentInfo[]; newer: string | null; older: string | null }

export function historyPage(frame: Frame, { month, incidents, newer, older }: Month): string {
  const name = monthName(month)
  return layout(frame, {
    title: `${name} · ${frame.page.name} status history`,
    path: `/history/${month}`,
    live: true,
    main: html`<h1 class="page-title">${name}</h1>
<p class="lede">${incidents.length === 1 ? 'One entry' : `${incidents.length} entries`}, newest first.</p>
<ol class="days">${byDay(frame, incidents).map(
      ({ day, incidents }) =>
        html`<li><h2 class="day">${frame.times.weekday(day)}</h2>${incidents.map((one) => row(frame, one, 3))}</li>`,
    )}</ol>
${months(frame, newer, older)}
<p class="on"><a href="${frame.link(`/calendar/${month}`)}">As a calendar</a></p>`,
  })
}

/** The history of a page on which nothing has ever happened. */
export const emptyHistory = (frame: Frame): string =>
  layout(frame, {
    title: `${frame.page.name} status history`,
    path: '/history',
    live: true,
    main: html`<h1 class="page-title">History</h1><p class="empty">No incident has been published on this page so far.</p>`,
  })

const months = (frame: Frame, newer: string | null, older: string | null): Html =>
  html`<nav class="months" aria-label="Months">${
    newer &&
    html`<a rel="next" href="${frame.link(`/history/${newer}`)}"><span aria-hidden="true">← </span>${monthName(newer)}</a>`
  }${older && html`<a rel="prev" class="older-month" href="${frame.link(`/history/${older}`)}">${monthName(older)}<span aria-hidden="true"> →</span></a>`}</nav>`
