/** What is promised: of the first attempts to tell people, so many are made within so many seconds of the choice. */
export const objective = { share: 0.99, seconds: 60 } as const

// A bucket's end is the objective times a power of this: a figure is at most a tenth too high, and whether the objective
// was met is exact.
const base = 1.1
const fewest = -80
const most = 80

/** Where a duration is counted. Those that met the objective have a number of at most 0. */
export function bucketOf(milliseconds: number): number {
  const bucket = Math.ceil(Math.log(Math.max(milliseconds, 1) / (objective.seconds * 1000)) / Math.log(base) - 1e-9)
  return Math.min(most, Math.max(fewest, bucket))
}

/** Where an attempt is counted that was not the first. */
export const later = 9999

/** The longest duration of a bucket, in seconds. */
export const endOf = (bucket: number): number => objective.seconds * base ** bucket

export type Counted = { bucket: number; count: number }

/** Seconds; null where nothing was counted. */
export type Figures = {
  attempts: number
  p50: number | null
  p95: number | null
  p99: number | null
  met: number | null
}

/** Percentiles of counted durations, and which share met the objective. */
export function figuresOf(counts: readonly Counted[]): Figures {
  const sorted = counts.filter(({ bucket }) => bucket !== later).toSorted((a, b) => a.bucket - b.bucket)
  const attempts = sorted.reduce((sum, { count }) => sum + count, 0)
  if (attempts === 0) return { attempts, p50: null, p95: null, p99: null, met: null }
  const within = sorted.filter(({ bucket }) => bucket <= 0).reduce((sum, { count }) => sum + count, 0)
  const percentile = (share: number) => {
    let below = 0
    const found = sorted.find(({ count }) => (below += count) >= share * attempts)
    return endOf((found ?? sorted.at(-1))?.bucket ?? most)
  }
  return { attempts, p50: percentile(0.5), p95: percentile(0.95), p99: percentile(0.99), met: within / attempts }
}

/** Few attempts say little: with fewer than this in an hour nobody is warned. */
export const enoughToJudge = 20

/** What waits for longer than this has missed the objective already, whatever becomes of it. */
export const isMissed = ({ attempts, met }: Figures, oldestSeconds: number | null): boolean =>
  (attempts >= enoughToJudge && met !== null && met < objective.share) ||
  (oldestSeconds !== null && oldestSeconds > 5 * objective.seconds)
