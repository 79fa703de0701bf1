import { type Html, html } from '../../lib/html.ts'
import { byDay } from '../days.ts'
import type { Frame } from '../frame.ts'
import { searchForm } from '../search/page.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { layout } from './layout.ts'
import { row } from './past.ts'

/** One month's incidents; `newer` and `older` are the nearest months that have any. */
export type Month = { month: string; incidents: IncidentInfo[]; newer: string | null; older: string | null }

export function historyPage(frame: Frame, { month, incidents, newer, older }: Month): string {
  const { words, page } = frame
  const name = words.month(month)
  return layout(frame, {
    title: words.text('history.title', { month: name, page: page.name }),
    path: `/history/${month}`,
    live: true,
    main: html`<h1 class="page-title">${name}</h1>
<p class="lede">${words.text('history.entries', { count: incidents.length })}</p>
<ol class="days">${byDay(frame, incidents).map(
      ({ day, incidents }) =>
        html`<li><h2 class="day">${frame.times.weekday(day)}</h2>${incidents.map((one) => row(frame, one, 3))}</li>`,
    )}</ol>
${months(frame, newer, older)}
${searchForm(frame)}
<p class="on"><a href="${frame.link(`/calendar/${month}`)}">${words.text('month.from_history')}</a></p>`,
  })
}

/** The history of a page on which nothing has ever happened. */
export const emptyHistory = (frame: Frame): string =>
  layout(frame, {
    title: frame.words.text('history.title_empty', { page: frame.page.name }),
    path: '/history',
    live: true,
    main: html`<h1 class="page-title">${frame.words.text('history.heading')}</h1><p class="empty">${frame.words.text('history.empty')}</p>`,
  })

const months = (frame: Frame, newer: string | null, older: string | null): Html =>
  html`<nav class="months" aria-label="${frame.words.text('history.months')}">${
    newer &&
    html`<a rel="next" href="${frame.link(`/history/${newer}`)}"><span aria-hidden="true">${back(frame)} </span>${frame.words.month(newer)}</a>`
  }${older && html`<a rel="prev" class="older-month" href="${frame.link(`/history/${older}`)}">${frame.words.month(older)}<span aria-hidden="true"> ${frame.words.arrow}</span></a>`}</nav>`

const back = ({ words }: Frame) => (words.arrow === '→' ? '←' : '→')
