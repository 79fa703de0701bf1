const hour = 3_600_000

/**
 * After how many milliseconds without an arrival a source is silent, learned from when it was heard: three times the
 * longest of the usual gaps (95 of 100 are shorter), an hour at least. Null: too little is known, which takes ten
 * arrivals over a day. `times` in any order.
 */
export function usualSilence(times: readonly Date[]): number | null {
  const sorted = times.map((time) => time.getTime()).sort((a, b) => a - b)
  if (sorted.length < 10 || sorted.at(-1)! - sorted[0]! < 24 * hour) return null
  const gaps = sorted.slice(1).map((time, i) => time - sorted[i]!)
  gaps.sort((a, b) => a - b)
  const usual = gaps[Math.ceil(0.95 * gaps.length) - 1]!
  return Math.max(hour, 3 * usual)
}
