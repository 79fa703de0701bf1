import { familyOf } from '../channels/family.ts'
import type { Lane } from './lanes.ts'
import type { Stopwatch } from './stopwatch.ts'

/** Messages on their way, and when each left. */
export type Flights = Map<Promise<void>, number>

/** Whoever takes longer than a second is stuck: the slice goes on past its end, so that others need not wait for them. */
const isStuck = (begun: number, now: number) => now - begun > 1000
export const someStuck = (flights: Flights, now: number) => flights.values().some((begun) => isStuck(begun, now))

/**
 * Who is stuck takes no slot from the others, up to ten times as many; in mail it does, since it takes a connection out
 * of the pool.
 */
export function freeSlots(
  { flights, now }: { flights: Flights; now: number },
  { channel }: Lane,
  slots: number,
): number {
  if (familyOf(channel) === 'mail') return slots - flights.size
  const quick = flights.values().reduce((count, begun) => (isStuck(begun, now) ? count : count + 1), 0)
  return Math.min(slots - quick, 10 * slots - flights.size)
}

/** Waits until no more than a few are on their way, or a short while, so that each claim takes several. */
export async function someRoom(
  { flights, landing }: { flights: Flights; landing: Signal },
  few: number,
  wait: Stopwatch['wait'],
): Promise<void> {
  if (flights.size <= few) return
  const end = new AbortController()
  const enough = landing.until(() => flights.size <= few)
  await Promise.race([wait(100, end.signal), enough])
  // With a reason no error is made, whose stack takes longer than a message.
  end.abort('there is room')
}

type Signal = { tell: () => void; until: (isSo: () => boolean) => Promise<void> }

/** Resolves at the first signal at which it is so: a race among all flights would be as long as they are many, at each end of one. */
export function signalled(): Signal {
  let waiting: (() => void) | null = null
  return {
    tell: () => waiting?.(),
    until: (isSo) =>
      new Promise((resolve) => {
        waiting = () => {
          if (isSo()) resolve()
        }
      }),
  }
}
