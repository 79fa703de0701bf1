import { componentStatuses } from '../components/status.ts'
import type { Tone } from '../lib/mark.ts'
import { english } from './languages/en.ts'
import type { ComponentStatus, Impact, IncidentInfo, IncidentStatus } from './snapshot.ts'

export type { Tone }

export const statusTone: Record<ComponentStatus, Tone> = {
  operational: 'working',
  degraded_performance: 'degraded',
  partial_outage: 'partial',
  major_outage: 'major',
  under_maintenance: 'maintenance',
}

// In English, for the console and for mail. What readers of a page see comes from `frame.words`.
export const statusWord: Record<ComponentStatus, string> = {
  operational: english['state.operational'],
  degraded_performance: english['state.degraded_performance'],
  partial_outage: english['state.partial_outage'],
  major_outage: english['state.major_outage'],
  under_maintenance: english['state.under_maintenance'],
}

export const phaseWord: Record<IncidentStatus, string> = {
  investigating: english['phase.investigating'],
  identified: english['phase.identified'],
  monitoring: english['phase.monitoring'],
  resolved: english['phase.resolved'],
  scheduled: english['phase.scheduled'],
  in_progress: english['phase.in_progress'],
  verifying: english['phase.verifying'],
  completed: english['phase.completed'],
  posted: english['phase.posted'],
}

export const impactWord: Record<Impact, string> = {
  none: english['impact.none'],
  minor: english['impact.minor'],
  major: english['impact.major'],
  critical: english['impact.critical'],
  maintenance: english['impact.maintenance'],
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
