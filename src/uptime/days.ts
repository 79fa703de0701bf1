/** A day or a month of a zone's calendar with its first second and the one after its last. */
export type Stretch = { name: string; from: number; to: number }

/** The last `count` days in a zone, oldest first: "2026-11-22". Days on which clocks change have 23 or 25 hours. */
export function lastDays(timeZone: string, now: Date, count: number): Stretch[] {
  const first = today(timeZone, now).subtract({ days: count - 1 })
  return stretches(timeZone, first, count, 'days', (day) => day.toString())
}

/** The last `count` months in a zone with the one that runs, oldest first: "2026-11". */
export function lastMonths(timeZone: string, now: Date, count: number): Stretch[] {
  const first = today(timeZone, now)
    .with({ day: 1 })
    .subtract({ months: count - 1 })
  return stretches(timeZone, first, count, 'months', (day) => day.toString().slice(0, 7))
}

/** The days of a zone that a time touches, the first and the last cut to it. */
export function daysBetween(timeZone: string, from: Date, to: Date): Stretch[] {
  const [first, last] = [today(timeZone, from), today(timeZone, new Date(to.getTime() - 1))]
  const [start, end] = [Math.floor(from.getTime() / 1000), Math.floor(to.getTime() / 1000)]
  return stretches(timeZone, first, first.until(last).days + 1, 'days', (day) => day.toString()).map((day) => ({
    name: day.name,
    from: Math.max(day.from, start),
    to: Math.min(day.to, end),
  }))
}

/** The day of a moment in a zone. */
const today = (timeZone: string, at: Date): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()

function stretches(
  timeZone: string,
  first: Temporal.PlainDate,
  count: number,
  unit: 'days' | 'months',
  nameOf: (day: Temporal.PlainDate) => string,
): Stretch[] {
  const starts = Array.from({ length: count + 1 }, (_, i) => first.add({ [unit]: i }))
  // A day that begins when clocks go forward at midnight begins at its first moment, which need not be 00:00.
  const seconds = starts.map((day) => day.toZonedDateTime(timeZone).epochMilliseconds / 1000)
  return starts.slice(0, count).map((day, i) => ({ name: nameOf(day), from: seconds[i]!, to: seconds[i + 1]! }))
}
