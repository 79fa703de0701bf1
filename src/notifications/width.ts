import { familyOf } from '../channels/family.ts'

/**
 * How many messages of one lane may be on their way at once: as many as left in the past half second, so that nobody who
 * takes them quickly waits for the next claim, and nobody who is slow has more before them than that.
 */
export type Width = { now(): number; left(): void }

/** The least: the bound on repeats after a kill while messages leave slowly. */
const leastOf = (channel: string) => (familyOf(channel) === 'mail' ? 10 : 40)
export const widest = 200
/** Where they wait in line for hosts of their own. */
export const widestInLines = 800
const window = 500

/** `elapsed` in milliseconds. */
export function widening(channel: string, elapsed: () => number, most = widest): Width {
  const least = leastOf(channel)
  let [from, before, since] = [elapsed(), 0, 0]
  const turn = () => {
    const windows = Math.floor((elapsed() - from) / window)
    if (windows === 0) return
    before = windows === 1 ? since : 0
    since = 0
    from += windows * window
  }
  return {
    now: () => {
      turn()
      return Math.min(most, Math.max(least, before, since))
    },
    left: () => {
      turn()
      since++
    },
  }
}
