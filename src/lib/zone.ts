import { timesIn } from './times.ts'

/** True where the runtime knows the IANA name. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return /^[A-Za-z]/.test(name)
  } catch {
    return false
  }
}

/**
 * A moment for people, in a named zone: "11:15 CET" on the day of `now`, else "23 November, 11:15 CET", with the year
 * where it is another one.
 */
export const momentInWords = (at: Date, timeZone: string, now: Date): string => timesIn(timeZone).near(at, now)

/** The calendar day of a moment in a zone, as "2026-11-22". */
export const localDay = (at: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString()
