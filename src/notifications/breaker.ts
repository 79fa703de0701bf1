/**
 * A circuit breaker as a value: closed; open until a moment after failures in a row; then half open, when one attempt
 * finds out whether the other side is back. Times are milliseconds.
 */
export type Breaker = {
  readonly failures: number
  /** How often in a row it has opened; 0: it is closed. */
  readonly openings: number
  readonly until: number
  readonly isProbing: boolean
}

export const closed: Breaker = { failures: 0, openings: 0, until: 0, isProbing: false }

/** So many failures in a row open it. */
export const failuresAllowed = 5
const shortest = 30_000
const longest = 5 * 60_000

/** `good`: the other side answered. `bad`: it did not, or that it cannot. `unknown`: nothing was learnt. */
export type Lesson = 'good' | 'bad' | 'unknown'

/** When an attempt may begin: a moment that has passed, one to come, or Infinity while one finds out. */
export function opensAt({ openings, until, isProbing }: Breaker): number {
  if (openings === 0) return 0
  return isProbing ? Number.POSITIVE_INFINITY : until
}

/** An attempt begins; it must be one that `opensAt` lets begin. */
export const begun = (breaker: Breaker): Breaker => (breaker.openings === 0 ? breaker : { ...breaker, isProbing: true })

/** An attempt ends. `wasProbe`: it began when the breaker was not closed. */
export function ended(breaker: Breaker, now: number, lesson: Lesson, wasProbe: boolean): Breaker {
  if (lesson === 'good') return closed
  if (lesson === 'unknown') return wasProbe ? { ...breaker, isProbing: false } : breaker
  if (breaker.openings > 0 && !wasProbe) return breaker
  const failures = breaker.failures + 1
  if (breaker.openings === 0 && failures < failuresAllowed) return { ...breaker, failures }
  return open(failures, breaker.openings + 1, now)
}

/** 30 seconds, then twice as long each time, at most 5 minutes. */
const open = (failures: number, openings: number, now: number): Breaker => ({
  failures,
  openings,
  until: now + Math.min(longest, shortest * 2 ** Math.min(openings - 1, 10)),
  isProbing: false,
})
