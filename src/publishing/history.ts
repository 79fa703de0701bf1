import { localDay } from '../lib/zone.ts'
import type { IncidentInfo, Snapshot } from './snapshot.ts'

/** Months with incidents, by when they began in the page's zone. Planned work counts once it has begun. */
export function historyOf(incidents: readonly IncidentInfo[], timeZone: string): Snapshot['history'] {
  const begun = incidents.filter((i) => i.status !== 'scheduled')
  const months = Map.groupBy(begun, (i) => localDay(i.startedAt, timeZone).slice(0, 7))
  return [...months]
    .map(([month, list]) => ({ month, incidents: list.map((i) => i.id) }))
    .sort((a, b) => b.month.localeCompare(a.month))
}
