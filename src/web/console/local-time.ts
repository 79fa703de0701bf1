import { InvalidInput } from '../../lib/errors.ts'

/** A moment as `<input type="datetime-local">` writes it, in a zone: "2026-11-22T10:42". */
export const localTime = (at: Date, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })

/** The moment that a wall clock in the zone shows. Throws InvalidInput with `pointer` where it shows it never, or twice. */
export function toInstant(text: string, zone: string, pointer: string): Date {
  const wrong = (detail: string) => new InvalidInput('The time is not right.', [{ pointer, detail }])
  const local = plain(text)
  if (!local) throw wrong('expected a date and a time, such as 2026-11-22T10:42')
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    local.toZonedDateTime(zone, { disambiguation }),
  )
  const shows = (moment: Temporal.ZonedDateTime | undefined) => moment?.toPlainDateTime().equals(local)
  if (!earlier || !shows(earlier)) throw wrong(`clocks in ${zone} skip this time that day; choose another`)
  if (later && earlier.epochMilliseconds !== later.epochMilliseconds)
    throw wrong(`clocks in ${zone} show this time twice that day; choose another`)
  return new Date(earlier.epochMilliseconds)
}

function plain(text: string): Temporal.PlainDateTime | null {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return null
  try {
    return Temporal.PlainDateTime.from(text)
  } catch {
    return null
  }
}
