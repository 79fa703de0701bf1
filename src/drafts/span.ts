import type { Alert } from './write.ts'

/**
 * From when to when a problem lasted, for its readers. The source's clock counts, unless it says what cannot be: a
 * beginning after its own news came, an end before the beginning or after the news of it.
 */
export function spanOf(
  alert: Pick<Alert, 'started_at' | 'ended_at' | 'received_at'>,
  incident: { startedAt: Date } | null,
): { startedAt: Date; endedAt: Date | null } {
  const { started_at, ended_at, received_at: heard } = alert
  if (!incident) return { startedAt: started_at && started_at < heard ? started_at : heard, endedAt: null }
  const { startedAt } = incident
  const isLikely = ended_at !== null && ended_at >= startedAt && ended_at <= heard
  return { startedAt, endedAt: isLikely ? ended_at : heard }
}
