import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'

/** An instant as text for people and as a machine's time. */
export const when = (at: Date, text: string, as?: As, by?: Date): Html =>
  html`<time datetime="${at.toISOString()}"${as && html` data-as="${as}"`}${by && html` data-by="${by.toISOString()}"`}>${text}</time>`

/** How public/zone.js writes it in the reader's zone; `near` leaves out the day of `by`, else of the publication. */
type As = 'full' | 'near' | 'day' | 'clock'

/** "10:42 EST", with the day where it is not the day the page speaks of. */
export const near = (frame: Frame, at: Date): Html => when(at, frame.times.near(at, frame.now), 'near')

/** A text about a moment in the two forms that it takes: with the time alone, and with the day. */
export const about = (frame: Frame, key: TimedKey, at: Date): Html =>
  frame.words.html(`${key}.${frame.times.isSameDay(at, frame.now) ? 'clock' : 'dated'}`, { time: near(frame, at) })

type TimedKey = 'incident.since' | 'incident.until' | 'incident.next'

/** The clock's time alone where it is the same day as `other`, a time that stands beside it. */
export const beside = (frame: Frame, at: Date, other: Date): Html =>
  when(at, frame.times.near(at, other), 'near', other)

/** "22 November 2026, 10:42 EST". Pages that are not rendered again every day must not lean on "today". */
export const full = (frame: Frame, at: Date): Html => when(at, frame.times.full(at), 'full')

/** A post's time, which is also its address. The island turns that of the last day into "12 minutes ago". */
export const postTime = (frame: Frame, at: Date, href: string): Html =>
  html`<a class="when" href="${href}"><time datetime="${at.toISOString()}" data-as="full" data-ago>${frame.times.full(at)}</time></a>`

/** "Tuesday, 24 November, 02:00 to 03:30 EST" */
export function span(frame: Frame, from: Date, until: Date | null): Html {
  const { times } = frame
  const day = times.weekday(times.dayOf(from))
  const { words } = frame
  const dated = (date: string, time: string) => words.text('time.dated', { date, time })
  if (!until) return html`${when(from, dated(day, times.time(from)), 'day')}`
  const sameDay = times.dayOf(from).equals(times.dayOf(until))
  const sameZone = times.zoneName(from) === times.zoneName(until)
  const start = when(from, dated(day, sameDay && sameZone ? times.clock(from) : times.time(from)), 'day')
  const end = when(
    until,
    sameDay ? times.time(until) : dated(times.weekday(times.dayOf(until)), times.time(until)),
    sameDay ? 'clock' : 'day',
  )
  return words.html('time.span', { from: start, until: end })
}
