import type { ComponentStatus } from '../components/status.ts'
import type { Span } from './spans.ts'

/** Seconds of each status in some time, and those of which nothing is known. Together they are the whole time. */
export type Tally = Record<ComponentStatus, number> & { noData: number }

/** Counts the seconds between two moments. Spans do not overlap; their order does not matter. */
export function tally(spans: readonly Span[], from: number, to: number): Tally {
  const out = nothing()
  let known = 0
  for (const span of spans) {
    const length = Math.min(span.to, to) - Math.max(span.from, from)
    if (length <= 0) continue
    out[span.status] += length
    known += length
  }
  out.noData = Math.max(0, to - from) - known
  return out
}

/** The same for times that follow each other, each `from` not before the `to` of the one before; spans in the order of time. */
export function tallyEach(spans: readonly Span[], times: readonly { from: number; to: number }[]): Tally[] {
  let first = 0
  return times.map(({ from, to }) => {
    while (first < spans.length && spans[first]!.to <= from) first++
    let end = first
    while (end < spans.length && spans[end]!.from < to) end++
    return tally(spans.slice(first, end), from, to)
  })
}

/** Seconds of which the status is known. */
export const measured = (tally: Tally): number =>
  tally.operational + tally.under_maintenance + tally.degraded_performance + tally.partial_outage + tally.major_outage

const nothing = (): Tally => ({
  operational: 0,
  under_maintenance: 0,
  degraded_performance: 0,
  partial_outage: 0,
  major_outage: 0,
  noData: 0,
})
