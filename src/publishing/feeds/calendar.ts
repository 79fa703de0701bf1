import { markdownToText } from '../../lib/markdown.ts'
import type { Frame } from '../frame.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { isPlanned } from '../words.ts'
import { moment, property, text } from './ical.ts'

/** Planned work of the past 90 days and all that is ahead, for a calendar: https://www.rfc-editor.org/rfc/rfc5545 */
export const plannedCalendar = (frame: Frame): string =>
  calendar(frame, frame.words.text('calendar.planned', { page: frame.page.name }), ({ kind }) => kind === 'maintenance')

/** The same with incidents. */
export const fullCalendar = (frame: Frame): string =>
  calendar(frame, frame.words.text('calendar.all', { page: frame.page.name }), ({ kind }) => kind !== 'notice')

function calendar(frame: Frame, name: string, which: (incident: IncidentInfo) => boolean): string {
  const since = frame.now.getTime() - 90 * 86_400_000
  const shown = frame.snapshot.incidents.filter(
    (incident) => which(incident) && (end(incident) ?? frame.now).getTime() > since,
  )
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Upfront//Status page//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    property('NAME', text(name)),
    property('X-WR-CALNAME', text(name)),
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...zone,
    ...shown.flatMap((incident) => event(frame, incident)),
    'END:VCALENDAR',
    '',
  ].join('\r\n')
}

/** A calendar must hold something (section 3.6), and there is not always an event. */
const zone = [
  'BEGIN:VTIMEZONE',
  'TZID:Etc/UTC',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0000',
  'TZOFFSETTO:+0000',
  'TZNAME:UTC',
  'END:STANDARD',
  'END:VTIMEZONE',
]

function event(frame: Frame, incident: IncidentInfo): string[] {
  const address = frame.address(`/incidents/${incident.id}`)
  const start = begin(incident)
  const until = end(incident)
  const names = incident.components.map((component) => component.name).join(', ')
  const about = [newest(frame, incident), names && frame.words.text('calendar.affects', { names }), address]
  return [
    'BEGIN:VEVENT',
    // Not the page's address: that may change, and the event would be there twice.
    property('UID', text(`${incident.id}@${frame.page.id}`)),
    // The change and not the publication, so that what is the same stays the same, byte for byte.
    property('DTSTAMP', moment(incident.updatedAt)),
    property('CREATED', moment(incident.createdAt)),
    property('LAST-MODIFIED', moment(incident.updatedAt)),
    property('SEQUENCE', String(sequence(incident))),
    property('DTSTART', moment(start)),
    ...(until && moment(until) > moment(start) ? [property('DTEND', moment(until))] : []),
    property('SUMMARY', text(`${frame.page.name}: ${incident.title}`)),
    property('DESCRIPTION', text(about.filter(Boolean).join('\n\n'))),
    property(
      'CATEGORIES',
      text(frame.words.text(incident.kind === 'maintenance' ? 'calendar.work' : 'calendar.incident')),
    ),
    property('STATUS', isCancelled(incident) ? 'CANCELLED' : 'CONFIRMED'),
    'TRANSP:TRANSPARENT',
    property('URL', address),
    'END:VEVENT',
  ]
}

/** Grows with every change: the seconds from the first word to the last. Nobody fetches twice in one. Section 3.8.7.4. */
const sequence = ({ createdAt, updatedAt }: IncidentInfo): number =>
  Math.max(0, Math.floor((updatedAt.getTime() - createdAt.getTime()) / 1000))

/** The phase and the newest text that still stands. */
function newest({ words }: Frame, { updates, status }: IncidentInfo): string {
  const standing = updates.find((update) => !update.withdrawn)
  return [
    words.text('outcome.phase', { phase: words.text(`phase.${status}`) }),
    standing && markdownToText(standing.body),
  ]
    .filter(Boolean)
    .join(' ')
}

const begin = (incident: IncidentInfo): Date => incident.scheduledFor ?? incident.startedAt

/** When it was or will be over; a cancelled event keeps its time. Null while nobody knows. */
const end = (incident: IncidentInfo): Date | null =>
  isCancelled(incident) ? incident.scheduledUntil : (incident.resolvedAt ?? incident.scheduledUntil)

/** Planned work that was closed before it began, or ahead with every word about it withdrawn. */
const isCancelled = (incident: IncidentInfo): boolean =>
  incident.kind === 'maintenance' &&
  ((incident.resolvedAt !== null && incident.resolvedAt < begin(incident)) ||
    (isPlanned(incident) && incident.updates.length > 0 && incident.updates.every((update) => update.withdrawn)))
