/** The phases of an incident and of planned work, in order; a notice has none. */
export const incidentStatuses = ['investigating', 'identified', 'monitoring', 'resolved'] as const
export const maintenanceStatuses = ['scheduled', 'in_progress', 'verifying', 'completed'] as const
export const impacts = ['none', 'minor', 'major', 'critical', 'maintenance'] as const

export type IncidentStatus = (typeof incidentStatuses)[number]
export type MaintenanceStatus = (typeof maintenanceStatuses)[number]

/** The phase that ends it. */
export const isEnd = (status: string) => status === 'resolved' || status === 'completed'

/** Limits as Statuspage's: a title of 255 and a body of 25,000 characters. A short form fills three text messages at most. */
export const limits = { title: 255, body: 25_000, short: 480 } as const

/** Whom a colleague takes it to be by: what rules post and open comes from a job with a name of its own. */
export const byWhom = ({ automatic, created_by }: { automatic: boolean; created_by: string }): string =>
  automatic ? 'Upfront' : created_by
