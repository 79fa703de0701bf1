/** The periods that a chart can show, in days. */
export const periods = [1, 7, 30] as const
export type Period = (typeof periods)[number]

/** Points of a period are averaged into as many. A bucket of a day is a quarter of an hour. */
export const bucketCount = 96

export const day = 86_400_000

/** What the points of one period come to. Values of buckets without points are null. */
export type Drawn = {
  values: (number | null)[]
  lowest: number
  highest: number
  average: number
}

/** What a page shows of a metric. A period without points is null. */
export type Drawing = {
  /** Where every period ends, in milliseconds. */
  until: number
  latest: { at: number; value: number }
  periods: Record<`${Period}`, Drawn | null>
}

/** What the database adds up of one bucket. */
export type Bucket = { bucket: number; count: number; sum: number; lowest: number; highest: number }

/** A period out of its buckets, rounded to what is shown and a little more, so that a line is not made of steps. */
export function drawnFrom(buckets: readonly Bucket[], decimals: number): Drawn | null {
  const there = buckets.filter(({ bucket, count }) => count > 0 && bucket >= 0 && bucket < bucketCount)
  if (there.length === 0) return null
  const round = rounded(decimals + 2)
  const values: (number | null)[] = Array(bucketCount).fill(null)
  for (const { bucket, sum, count } of there) values[bucket] = round(sum / count)
  const count = there.reduce((all, one) => all + one.count, 0)
  return {
    values,
    lowest: Math.min(...there.map(({ lowest }) => lowest)),
    highest: Math.max(...there.map(({ highest }) => highest)),
    average: round(there.reduce((all, one) => all + one.sum, 0) / count),
  }
}

const rounded = (digits: number) => (value: number) => Number(value.toFixed(digits))

export type Axis = { low: number; high: number }

/** From where to where a chart reaches: what is fixed, else round numbers around the values, zero where that is near. */
export function axisOf(values: readonly (number | null)[], minimum: number | null, maximum: number | null): Axis {
  const there = values.filter((value) => value !== null)
  const [least, most] = there.length > 0 ? [Math.min(...there), Math.max(...there)] : [0, 1]
  const size = Math.max(Math.abs(least), Math.abs(most))
  // Numbers have fifteen digits or so: what differs less is drawn as the same.
  const step = stepFor(Math.max(most - least || size || 1, size * 1e-9, smallest))
  const floor = Math.floor(tidy(least / step)) * step
  const low = minimum ?? (least >= 0 && floor <= most / 2 ? 0 : tidy(floor))
  const high = maximum ?? tidy(Math.ceil(tidy(most / step)) * step)
  if (high > low) return { low, high }
  // All values lie on the other side of what is fixed, or are the same.
  const width = Math.max(step, Math.abs(maximum ?? low) * 1e-9)
  return maximum === null ? { low, high: tidy(low + width) } : { low: tidy(maximum - width), high: maximum }
}

/** 1, 2 or 5 with zeros: about a quarter of what is to be shown. */
function stepFor(span: number): number {
  const power = 10 ** Math.floor(Math.log10(span / 4))
  return power * ([1, 2, 5].find((one) => one * power >= span / 4) ?? 10)
}

/** Without what adding binary fractions leaves: 0.30000000000000004. */
const tidy = (value: number) => Number(value.toPrecision(12))

/** Values are kept with eight decimal places at most. */
const smallest = 1e-8

/** A chart's own measure: each bucket is as wide, and the whole as high. */
export const bucketWidth = 4
export const chartHeight = 100

/** A chart in whole numbers, as paths: its line, which a gap ends, and its dots, values that stand between two gaps. */
export function pathsOf(values: readonly (number | null)[], { low, high }: Axis): { line: string; dots: string } {
  const y = (value: number) => {
    const part = (Math.min(high, Math.max(low, value)) - low) / (high - low)
    return Math.round((1 - part) * chartHeight)
  }
  let line = ''
  let dots = ''
  let before: number | null = null
  for (const [i, value] of values.entries()) {
    const at = value === null ? null : y(value)
    if (at !== null && before !== null) line += `l${bucketWidth}${at - before < 0 ? '' : ' '}${at - before}`
    else if (at !== null) {
      const start = `M${i * bucketWidth + bucketWidth / 2} ${at}`
      if (values[i + 1] == null) dots += `${start}h0`
      else line += start
    }
    before = at
  }
  return { line, dots }
}
