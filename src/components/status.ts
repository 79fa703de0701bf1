/** From best to worst. Planned work is no fault, so any fault outweighs it. */
export const componentStatuses = [
  'operational',
  'under_maintenance',
  'degraded_performance',
  'partial_outage',
  'major_outage',
] as const
export type ComponentStatus = (typeof componentStatuses)[number]

export const rollUps = ['worst', 'best', 'own'] as const
export type RollUp = (typeof rollUps)[number]

const rank = (status: ComponentStatus) => componentStatuses.indexOf(status)

/** The worst of some statuses; operational where there are none. */
export const worst = (statuses: readonly ComponentStatus[]): ComponentStatus =>
  statuses.reduce<ComponentStatus>((a, b) => (rank(b) > rank(a) ? b : a), 'operational')

const best = (statuses: readonly ComponentStatus[]): ComponentStatus =>
  statuses.reduce((a, b) => (rank(b) < rank(a) ? b : a))

/**
 * What a component shows: its own status and, by its rule, that of its children (already rolled up). `best` is for
 * redundant parts: one that works is enough.
 */
export function rollUp(rule: RollUp, own: ComponentStatus, children: readonly ComponentStatus[]): ComponentStatus {
  if (children.length === 0 || rule === 'own') return own
  return worst([own, rule === 'best' ? best(children) : worst(children)])
}

export type Impact = 'none' | 'minor' | 'major' | 'critical'

/** An incident's impact from the worst status it causes, as Statuspage derives it. */
export function impactOf(statuses: readonly ComponentStatus[]): Impact {
  const impacts = {
    operational: 'none',
    under_maintenance: 'none',
    degraded_performance: 'minor',
    partial_outage: 'major',
    major_outage: 'critical',
  } as const
  return impacts[worst(statuses)]
}
