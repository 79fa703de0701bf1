/** Wall-clock times of a zone, "22:00"; `until` before `from` is on the next day. */
export type QuietHours = { from: string; until: string; timeZone: string }

/**
 * When the quiet hours that hold at this moment end; null where none do. Where clocks go forward past a time it is the
 * moment after the gap as the clock would have been; where a time comes twice it is the first.
 */
export function quietUntil(now: Date, { from, until, timeZone }: QuietHours): Date | null {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  const at = (day: Temporal.PlainDate, time: string) =>
    day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds
  for (const day of [today.subtract({ days: 1 }), today]) {
    const end = at(until > from ? day : day.add({ days: 1 }), until)
    if (at(day, from) <= now.getTime() && now.getTime() < end) return new Date(end)
  }
  return null
}
