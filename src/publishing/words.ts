import { componentStatuses } from '../components/status.ts'
import type { Tone } from '../lib/mark.ts'
import type { ComponentStatus, Impact, IncidentInfo, IncidentStatus } from './snapshot.ts'

export type { Tone }

export const statusTone: Record<ComponentStatus, Tone> = {
  operational: 'working',
  degraded_performance: 'degraded',
  partial_outage: 'partial',
  major_outage: 'major',
  under_maintenance: 'maintenance',
}

export const statusWord: Record<ComponentStatus, string> = {
  operational: 'Working',
  degraded_performance: 'Degraded',
  partial_outage: 'Partial outage',
  major_outage: 'Major outage',
  under_maintenance: 'Maintenance',
}

export const phaseWord: Record<IncidentStatus, string> = {
  investigating: 'Investigating',
  identified: 'Identified',
  monitoring: 'Monitoring',
  resolved: 'Resolved',
  scheduled: 'Scheduled',
  in_progress: 'In progress',
  verifying: 'Verifying',
  completed: 'Completed',
  posted: 'Notice',
}

export const impactWord: Record<Impact, string> = {
  none: 'No impact',
  minor: 'Minor',
  major: 'Major',
  critical: 'Critical',
  maintenance: 'Planned maintenance',
}

export const impactTone: Record<Impact, Tone> = {
  none: 'notice',
  minor: 'degraded',
  major: 'partial',
  critical: 'major',
  maintenance: 'maintenance',
}

export const severity = (status: ComponentStatus) => componentStatuses.indexOf(status)

/** An incident is over once it is resolved or completed; a notice has no phases and ends when it is closed. */
export const isOver = (incident: IncidentInfo) =>
  incident.resolvedAt !== null || incident.status === 'resolved' || incident.status === 'completed'

/** Planned and not begun. */
export const isPlanned = (incident: IncidentInfo) =>
  incident.kind === 'maintenance' && incident.status === 'scheduled' && !isOver(incident)

/** Happening now: fault, maintenance under way, or a notice that still holds. */
export const isOpen = (incident: IncidentInfo) => !isOver(incident) && !isPlanned(incident)

export function incidentTone(incident: IncidentInfo): Tone {
  if (incident.kind === 'notice') return 'notice'
  if (isOver(incident)) return 'working'
  return incident.kind === 'maintenance' ? 'maintenance' : impactTone[incident.impact]
}
