import { quietUntil } from '../notifications/quiet.ts'
import type { Wishes } from './preferences.ts'

export type Period = 'daily' | 'weekly' | 'monthly'

/** At eight in the morning: every day, on Mondays, on the first of the month. */
const hour = 8

/** The next moment after this one at which a digest of the period leaves, in a zone. */
export function nextDue(after: Date, zone: string, period: Period): Date {
  const now = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(zone)
  const at = (day: Temporal.PlainDate) =>
    new Date(day.toZonedDateTime({ timeZone: zone, plainTime: { hour } }).epochMilliseconds)
  const begin = beginOf(now.toPlainDate(), period)
  return [begin, begin.add(lengths[period])].map(at).find((due) => due > after) ?? at(begin.add(lengths[period]))
}

const beginOf = (day: Temporal.PlainDate, period: Period): Temporal.PlainDate =>
  period === 'daily' ? day : period === 'weekly' ? day.subtract({ days: day.dayOfWeek - 1 }) : day.with({ day: 1 })

const lengths = { daily: { days: 1 }, weekly: { days: 7 }, monthly: { months: 1 } } as const

/** The zone of somebody who named one, else the page's. */
export const zoneOf = (wishes: Pick<Wishes, 'quietHours'>, pageZone: string) => wishes.quietHours?.timeZone ?? pageZone

/** The same for a subscriber; what would come in their quiet hours comes when these end. */
export function dueFor(wishes: Pick<Wishes, 'quietHours'>, pageZone: string, period: Period, after: Date): Date {
  const due = nextDue(after, zoneOf(wishes, pageZone), period)
  return (wishes.quietHours && quietUntil(due, wishes.quietHours)) ?? due
}
