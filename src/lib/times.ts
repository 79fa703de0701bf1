/** Writes instants the way a page shows them: in its zone, which is always named, with a 24-hour clock. */
export type Times = ReturnType<typeof timesIn>

/** `zone` is an IANA name. Formatters are slow to make and quick to use: make one of these for each rendering. */
export function timesIn(zone: string) {
  const format = (locale: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, ...options })
  const clock = format('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const date = format('en-GB', { day: 'numeric', month: 'long' })
  const weekday = format('en-GB', { weekday: 'long' })
  const year = format('en-GB', { year: 'numeric' })
  const names = zoneLocales.map((locale) => format(locale, { timeZoneName: 'short' }))
  const dayOf = (at: Date) =>
    Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate()

  /** "EST", "CET", "IST"; where no English has a name for it: "GMT+5:45". */
  const zoneName = (at: Date) => {
    const hour = Math.floor(at.getTime() / 3_600_000)
    const name = known.get(hour) ?? nameAt(at)
    known.set(hour, name)
    return name
  }
  const known = new Map<number, string>()
  const nameAt = (at: Date) => {
    const found = names.map(
      (name) => name.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? zone,
    )
    return found.find((name) => !/^(GMT|UTC)[+-]/.test(name)) ?? found[0] ?? zone
  }

  const noonOf = (day: Temporal.PlainDate) =>
    new Date(day.toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).epochMilliseconds)

  return {
    zone,
    zoneName,
    dayOf,
    /** "10:42" */
    clock: (at: Date) => clock.format(at),
    /** "22 November 2026" */
    date: (at: Date) => `${date.format(at)} ${year.format(at)}`,
    /** "22 November 2026, 10:42 EST" */
    full: (at: Date) => `${date.format(at)} ${year.format(at)}, ${clock.format(at)} ${zoneName(at)}`,
    /** "10:42 EST" on the day of `now`, else "21 November, 10:42 EST"; with the year where it is another one. */
    near(at: Date, now: Date) {
      const time = `${clock.format(at)} ${zoneName(at)}`
      if (dayOf(at).equals(dayOf(now))) return time
      const sameYear = dayOf(at).year === dayOf(now).year
      return `${date.format(at)}${sameYear ? '' : ` ${year.format(at)}`}, ${time}`
    },
    /** "10:42 EST", without the day. */
    time: (at: Date) => `${clock.format(at)} ${zoneName(at)}`,
    /** "Sunday, 22 November" */
    weekday: (day: Temporal.PlainDate) => `${weekday.format(noonOf(day))}, ${date.format(noonOf(day))}`,
    /** "19 to 21 November", "30 October to 2 November" */
    days(from: Temporal.PlainDate, to: Temporal.PlainDate) {
      return `${from.month === to.month ? from.day : date.format(noonOf(from))} to ${date.format(noonOf(to))}`
    },
  }
}

// Each English knows the short names of its own part of the world only.
const zoneLocales = ['en-US', 'en-GB', 'en-AU', 'en-IN', 'en-ZA', 'en-CA', 'en-NZ']

/** "November 2026" of "2026-11". */
export function monthName(month: string): string {
  const [year, number] = month.split('-').map(Number)
  return new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.UTC(year ?? 0, (number ?? 1) - 1, 15),
  )
}
