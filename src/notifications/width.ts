import { familyOf } from '../channels/family.ts'

/**
 * How many messages of one lane may be on their way at once: as many as left in the past half second, so that nobody who
 * takes them quickly waits for the next claim, and nobody who is slow has more before them than that. A lane that has just
 * begun has no half second yet: then as many as will leave in one at the pace so far.
 */
export type Width = { now(): number; left(): void }

/** The least: the bound on repeats after a kill while messages leave slowly. */
const leastOf = (channel: string) => (familyOf(channel) === 'mail' ? 10 : 40)
export const widest = 200
/** Where they wait in line for hosts of their own. */
export const widestInLines = 800
const window = 500
/** A pace of less than this says nothing: the first few leave together. */
const soonest = 50

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
  const begun = () => {
    const passed = elapsed() - from
    return before === 0 && since >= least && passed >= soonest ? (since * window) / passed : since
  }
  return {
    now: () => {
      turn()
      return Math.min(most, Math.max(least, before, Math.floor(begun())))
    },
    left: () => {
      turn()
      since++
    },
  }
}
