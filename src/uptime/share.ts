import type { ComponentStatus } from '../components/status.ts'
import { measured, type Tally } from './tally.ts'

/**
 * How much of a second in each status counts as down, in hundredths. Statuspage and Instatus count the same:
 * https://instatus.com/help/status-page/uptime-colors
 */
export const downWeights: Record<ComponentStatus, number> = {
  operational: 0,
  under_maintenance: 0,
  degraded_performance: 0,
  partial_outage: 30,
  major_outage: 100,
}

/** The same as shares of a second. */
export const weights: Record<ComponentStatus, number> = {
  operational: 0,
  under_maintenance: 0,
  degraded_performance: 0,
  partial_outage: downWeights.partial_outage / 100,
  major_outage: downWeights.major_outage / 100,
}

/** Hundredths of seconds that count as down: a whole number, so that nothing is rounded before the end. */
export const downHundredths = (tally: Tally): number =>
  tally.major_outage * downWeights.major_outage + tally.partial_outage * downWeights.partial_outage

/**
 * Uptime in hundredths of a percent, 0 to 10000, rounded down: 10000 only where nothing was down. Time of which nothing
 * is known counts neither way; null where nothing is known at all.
 */
export function uptimeShare(tally: Tally): number | null {
  const whole = measured(tally) * 100
  return whole === 0 ? null : Math.floor(((whole - downHundredths(tally)) * 10_000) / whole)
}

/** "100 %", "99.98 %", "no data" */
export const shareInWords = (share: number | null): string =>
  share === null ? 'no data' : `${share === 10_000 ? '100' : (share / 100).toFixed(2)} %`
