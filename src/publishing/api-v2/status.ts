import type { ComponentStatus, IncidentInfo, Snapshot } from '../snapshot.ts'
import { leaves } from '../tree.ts'
import { isOpen } from '../words.ts'

export type Indicator = 'none' | 'minor' | 'major' | 'critical' | 'maintenance'
export type PageStatus = { indicator: Indicator; description: string }

/**
 * Statuspage's own phrases. All components in one state: the phrase for the whole system; some: the next milder one.
 * With every component working (or none listed) an open incident speaks by its impact.
 * https://support.atlassian.com/statuspage/docs/top-level-status-and-incident-impact-calculations/
 */
export function pageStatus(snapshot: Snapshot): PageStatus {
  const statuses = leaves(snapshot.components).map(({ status }) => status)
  for (const { status, all, some } of phrases) {
    if (statuses.length > 0 && statuses.every((one) => one === status)) return all
    if (statuses.includes(status)) return some
  }
  return worstImpact(snapshot.incidents.filter((incident) => incident.kind === 'incident' && isOpen(incident)))
}

const say = (indicator: Indicator, description: string): PageStatus => ({ indicator, description })

const phrases: { status: ComponentStatus; all: PageStatus; some: PageStatus }[] = [
  {
    status: 'major_outage',
    all: say('critical', 'Major System Outage'),
    some: say('major', 'Partial System Outage'),
  },
  {
    status: 'partial_outage',
    all: say('major', 'Partial System Outage'),
    some: say('minor', 'Minor Service Outage'),
  },
  {
    status: 'degraded_performance',
    all: say('minor', 'Degraded System Service'),
    some: say('minor', 'Partially Degraded Service'),
  },
  {
    status: 'under_maintenance',
    all: say('maintenance', 'Service Under Maintenance'),
    some: say('maintenance', 'Service Under Maintenance'),
  },
]

function worstImpact(open: IncidentInfo[]): PageStatus {
  const impacts = new Set(open.map(({ impact }) => impact))
  if (impacts.has('critical')) return say('critical', 'Major System Outage')
  if (impacts.has('major')) return say('major', 'Partial System Outage')
  if (impacts.has('minor')) return say('minor', 'Minor Service Outage')
  return say('none', 'All Systems Operational')
}
