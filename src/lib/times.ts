import { remembered } from './remembered.ts'

/** Writes instants the way a page shows them: in its zone, which is always named, with a 24-hour clock. */
export type Times = ReturnType<typeof timesIn>

/** How a language puts the parts of a time together. */
export type TimeForm = {
  locale: string
  zoned: (clock: string, zone: string) => string
  dated: (date: string, time: string) => string
  weekday: (weekday: string, date: string) => string
}

const english: TimeForm = {
  locale: 'en-GB',
  zoned: (clock, zone) => `${clock} ${zone}`,
  dated: (date, time) => `${date}, ${time}`,
  weekday: (weekday, date) => `${weekday}, ${date}`,
}

/** `zone` is an IANA name. What one rendering asks for twice is written once: make one of these for each rendering. */
export function timesIn(zone: string, form: TimeForm = english) {
  const format = (options: Intl.DateTimeFormatOptions, locale = form.locale) =>
    formatter(JSON.stringify([locale, { timeZone: zone, ...options }]))
  const clock = whenNeeded(() => format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }))
  const date = whenNeeded(() => format({ day: 'numeric', month: 'long' }))
  const weekday = whenNeeded(() => format({ weekday: 'long' }))
  const whole = whenNeeded(() => format({ day: 'numeric', month: 'long', year: 'numeric' }))
  const locales = [form.locale, ...zoneLocales]
  const names = whenNeeded(() => locales.map((locale) => format({ timeZoneName: 'short' }, locale)))
  // Within a minute nothing of it changes, in any zone.
  const minuteOf = (at: Date) => Math.floor(at.getTime() / 60_000) * 60_000
  const timeAt = remembered((at: number) => form.zoned(clock().format(at), zoneName(new Date(at))), 2000)
  const timeOf = (at: Date) => timeAt(minuteOf(at))
  const dayAt = remembered(
    (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate(),
    2000,
  )
  const dayOf = (at: Date) => dayAt(minuteOf(at))

  /** "EST", "CET", "IST", as the language or English has it; where neither has a name: "GMT+5:45". */
  const zoneName = (at: Date) => nameIn(Math.floor(at.getTime() / 3_600_000))
  const nameIn = remembered((hour: number) => {
    let first: string | undefined
    for (const name of names()) {
      const found = name.formatToParts(hour * 3_600_000).find((part) => part.type === 'timeZoneName')?.value ?? zone
      if (!/[+\-−]\p{N}/u.test(found)) return found
      first ??= found
    }
    return first ?? zone
  }, 2000)

  const noonOf = (day: Temporal.PlainDate) =>
    new Date(day.toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).epochMilliseconds)

  return {
    zone,
    zoneName,
    dayOf,
    /** "10:42" */
    clock: (at: Date) => clock().format(at),
    /** "22 November 2026" */
    date: (at: Date) => whole().format(at),
    /** "22 November 2026, 10:42 EST" */
    full: (at: Date) => form.dated(whole().format(at), timeOf(at)),
    /** "10:42 EST" on the day of `now`, else "21 November, 10:42 EST"; with the year where it is another one. */
    near(at: Date, now: Date) {
      const [day, today] = [dayOf(at), dayOf(now)]
      if (day.equals(today)) return timeOf(at)
      return form.dated((day.year === today.year ? date() : whole()).format(at), timeOf(at))
    },
    /** Whether `near` leaves out the date. */
    isSameDay: (at: Date, now: Date) => dayOf(at).equals(dayOf(now)),
    /** "10:42 EST", without the day. */
    time: timeOf,
    /** "Sunday, 22 November" */
    weekday: (day: Temporal.PlainDate) => form.weekday(weekday().format(noonOf(day)), date().format(noonOf(day))),
    /** "19 – 21 November", "30 October – 2 November" */
    days: (from: Temporal.PlainDate, to: Temporal.PlainDate) => date().formatRange(noonOf(from), noonOf(to)),
  }
}

/** Formatters are slow to make, a tenth of a millisecond each, and quick to use. */
const formatter = remembered((of: string) => {
  const [locale, options]: [string, Intl.DateTimeFormatOptions] = JSON.parse(of)
  return new Intl.DateTimeFormat(locale, options)
}, 60)

const whenNeeded = <T>(make: () => T) => {
  let made: T | undefined
  return () => (made ??= make())
}

// Each English knows the short names of its own part of the world only.
const zoneLocales = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-ZA', 'en-CA', 'en-NZ']

/** "November 2026" of "2026-11". */
export function monthName(month: string, locale = 'en-GB'): string {
  const [year, number] = month.split('-').map(Number)
  const options = { month: 'long', year: 'numeric', timeZone: 'UTC' }
  return formatter(JSON.stringify([locale, options])).format(Date.UTC(year ?? 0, (number ?? 1) - 1, 15))
}
