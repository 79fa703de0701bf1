import type { Place } from './claim.ts'

const lookedBackEvery = 250

/** Each claim goes on behind the one before; four times a second those that were passed over have their turn. */
export function onwardsFor(elapsed: () => number) {
  let [place, begun]: [Place | null, number] = [null, elapsed()]
  return {
    from: () => {
      if (elapsed() - begun < lookedBackEvery) return place
      begun = elapsed()
      place = null
      return place
    },
    cameTo: (last: Place | null) => {
      place = last
    },
  }
}
