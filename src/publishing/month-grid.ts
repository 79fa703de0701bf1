import type { Frame } from './frame.ts'
import type { IncidentInfo } from './snapshot.ts'
import { isPlanned } from './words.ts'

/** What touches a day, and whether it began on it. */
export type OnDay = { incident: IncidentInfo; begins: boolean }
export type GridDay = { day: Temporal.PlainDate; entries: OnDay[] }

/** Months that the calendar has, newest first: those with incidents, with planned work, and the one that is now. */
export function calendarMonths({ snapshot, times, now }: Frame): string[] {
  const planned = snapshot.incidents.filter(isPlanned).map((one) => times.dayOf(one.startedAt).toString().slice(0, 7))
  const current = times.dayOf(now).toString().slice(0, 7)
  return [...new Set([current, ...planned, ...snapshot.history.map(({ month }) => month)])].sort().toReversed()
}

/** What touches a month ("2026-11"): begun in it or before, not over before it began; what is planned, when it is planned. */
export function inMonth(frame: Frame, month: string): IncidentInfo[] {
  const first = Temporal.PlainDate.from(`${month}-01`)
  const zoned = (day: Temporal.PlainDate) => day.toZonedDateTime(frame.page.timeZone).epochMilliseconds
  const [from, to] = [zoned(first), zoned(first.add({ months: 1 }))]
  return frame.snapshot.incidents.filter(
    (one) => one.startedAt.getTime() < to && endOf(frame, one).getTime() >= from && isThere(frame, one),
  )
}

/** The days of a month with what touches each. */
export function gridOf(frame: Frame, month: string): GridDay[] {
  const { times } = frame
  const spans = inMonth(frame, month)
    .toReversed()
    .map((incident) => ({
      incident,
      from: times.dayOf(incident.startedAt),
      to: times.dayOf(endOf(frame, incident)),
    }))
  const first = Temporal.PlainDate.from(`${month}-01`)
  return Array.from({ length: first.daysInMonth }, (_, i) => {
    const day = first.add({ days: i })
    const entries = spans
      .filter(({ from, to }) => Temporal.PlainDate.compare(from, day) <= 0 && Temporal.PlainDate.compare(day, to) <= 0)
      .map(({ incident, from }) => ({ incident, begins: from.equals(day) }))
    return { day, entries }
  })
}

/** What was called off before it began never happened on its day; it stays there, as its calendar entry does. */
function endOf({ now }: Frame, incident: IncidentInfo): Date {
  const { startedAt, resolvedAt, scheduledUntil } = incident
  const end = resolvedAt ?? (isPlanned(incident) ? (scheduledUntil ?? startedAt) : now)
  return end < startedAt ? startedAt : end
}

const isThere = ({ now }: Frame, incident: IncidentInfo) => isPlanned(incident) || incident.startedAt <= now
