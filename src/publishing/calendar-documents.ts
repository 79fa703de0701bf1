import type { Document } from './documents.ts'
import { contentOf, keep, short } from './fingerprint.ts'
import type { Frame } from './frame.ts'
import { calendarPage } from './html/calendar.ts'
import { calendarMonths, inMonth } from './month-grid.ts'

/** A page for each month that has something, and `/calendar`, which is the month that is now. */
export function calendarDocuments(frame: Frame, chrome: string, today: string): Document[] {
  const { incidents, history } = frame.snapshot
  const known = new Set(incidents.map(({ id }) => id))
  const lost = new Set(history.filter((one) => one.incidents.some((id) => !known.has(id))).map(({ month }) => month))
  const months = calendarMonths(frame)
  const current = today.slice(0, 7)
  return months.flatMap((month, i) => {
    const paths = month === current ? ['/calendar', `/calendar/${month}`] : [`/calendar/${month}`]
    if (lost.has(month)) return paths.map((path) => keep(path))
    const [newer = null, older = null] = [months[i - 1], months[i + 1]]
    const day = month < current ? '' : today
    const content = short(inMonth(frame, month).map(contentOf).join())
    const fingerprint = `${chrome} ${newer} ${older} ${day} ${content}`
    const render = () => calendarPage(frame, { month, newer, older })
    return paths.map((path): Document => ({ path, contentType: html, kind: 'cold', fingerprint, render }))
  })
}

const html = 'text/html; charset=utf-8'
