import { turnsOf } from '../content/announced.ts'
import { weights } from '../uptime/share.ts'
import type { ComponentNode, Snapshot, Whole } from './snapshot.ts'

/** When what is shown is no longer true although nothing happened, in milliseconds: a promised time passes. */
export function lapseOf({ incidents, page }: Whole, now: Date): number {
  const promised = incidents.flatMap(({ nextUpdateAt: at }) => (at && at > now ? [at.getTime()] : []))
  return Math.min(Number.POSITIVE_INFINITY, ...promised, ...turnsOf(page.content, now))
}

const figuresHold = 600_000

/**
 * Until when figures of uptime hold, in milliseconds: while something counts as down they fall, and are told anew every ten
 * minutes. Of what the reader may see, so that nobody learns by it that something else is down.
 */
export function figuresUntil({ components, uptime }: Snapshot, now: Date): number {
  if (!uptime || !components.some(countsAsDown)) return Number.POSITIVE_INFINITY
  return (Math.floor(now.getTime() / figuresHold) + 1) * figuresHold
}

const countsAsDown = ({ status, children }: ComponentNode): boolean =>
  weights[status] > 0 || children.some(countsAsDown)
