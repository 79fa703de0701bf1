import type { Frame } from './frame.ts'
import type { IncidentInfo } from './snapshot.ts'
import { isPlanned } from './words.ts'

/** A day with what began on it (or was already there when the list begins), or a run of quiet days. Newest first. */
export type Day =
  | { day: Temporal.PlainDate; incidents: IncidentInfo[]; continued: IncidentInfo[] }
  | { quiet: { from: Temporal.PlainDate; to: Temporal.PlainDate } }

/** The last `count` days in the page's zone, today first. */
export function pastDays(frame: Frame, count: number): Day[] {
  const { times, snapshot, now } = frame
  const today = times.dayOf(now)
  const first = today.subtract({ days: count - 1 })
  const spans = snapshot.incidents
    .filter((incident) => !isPlanned(incident) && incident.startedAt <= now)
    // Calendar arithmetic is slow: not for the thousands that were over long before.
    .filter((incident) => (incident.resolvedAt ?? now).getTime() > now.getTime() - (count + 1) * 86_400_000)
    .map((incident) => ({
      incident,
      from: times.dayOf(incident.startedAt),
      to: times.dayOf(incident.resolvedAt ?? now),
    }))
  const days: Day[] = []
  for (let day = today; Temporal.PlainDate.compare(day, first) >= 0; day = day.subtract({ days: 1 })) {
    const covering = spans.filter(({ from, to }) => !isAfter(from, day) && !isAfter(day, to))
    const begun = covering.filter(({ from }) => from.equals(day) || (day.equals(first) && isAfter(first, from)))
    addDay(days, day, begun.map(only), covering.filter((span) => !begun.includes(span)).map(only))
  }
  return days
}

function addDay(days: Day[], day: Temporal.PlainDate, incidents: IncidentInfo[], continued: IncidentInfo[]) {
  if (incidents.length + continued.length > 0) return days.push({ day, incidents, continued })
  const last = days.at(-1)
  if (last && 'quiet' in last) last.quiet.from = day
  else days.push({ quiet: { from: day, to: day } })
}

/** Days with the incidents that began on them, newest first, for a month's page. */
export function byDay(frame: Frame, incidents: IncidentInfo[]) {
  const days = Map.groupBy(incidents, (incident) => frame.times.dayOf(incident.startedAt).toString())
  return [...days]
    .toSorted(([a], [b]) => (a < b ? 1 : -1))
    .map(([day, ones]) => ({ day: Temporal.PlainDate.from(day), incidents: ones }))
}

const only = ({ incident }: { incident: IncidentInfo }) => incident
const isAfter = (a: Temporal.PlainDate, b: Temporal.PlainDate) => Temporal.PlainDate.compare(a, b) > 0
