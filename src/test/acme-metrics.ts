import { bucketCount, type Drawing, drawnFrom, periods } from '../metrics/drawing.ts'
import type { MetricInfo } from '../publishing/snapshot.ts'
import { at } from './acme-snapshot.ts'

/** Three metrics of the page: with gaps, with a fixed axis, and one that has no points yet. */
export const acmeMetrics = (): MetricInfo[] => [
  metric('respond', {
    name: 'Response time',
    description: 'Of the API, as our probes in three regions see it.',
    translations: { de: { name: 'Antwortzeit' } },
    unit: 'ms',
    drawing: drawing(187, 0, (i) => (i > 40 && i < 46 ? null : 140 + 40 * Math.sin(i / 9) + ((i * 37) % 11))),
  }),
  metric('success', {
    name: 'Successful requests',
    unit: '%',
    decimals: 2,
    minimum: 99,
    maximum: 100,
    drawing: drawing(99.98, 2, (i) => 99.9 + ((i * 7) % 10) / 100 - (i === 70 ? 0.6 : 0)),
  }),
  metric('queue', { name: 'Queue' }),
]

const metric = (key: string, rest: Partial<MetricInfo>): MetricInfo => ({
  id: `metric${key}`,
  name: key,
  description: null,
  unit: null,
  decimals: 0,
  minimum: null,
  maximum: null,
  drawing: null,
  ...rest,
})

function drawing(latest: number, decimals: number, valueAt: (bucket: number) => number | null): Drawing {
  const buckets = Array.from({ length: bucketCount }, (_, bucket) => ({ bucket, value: valueAt(bucket) })).flatMap(
    ({ bucket, value }) => (value === null ? [] : [{ bucket, count: 1, sum: value, lowest: value, highest: value }]),
  )
  const drawn = drawnFrom(buckets, decimals)
  const until = at('2026-11-22T15:45:00Z').getTime()
  return {
    until,
    latest: { at: until - 120_000, value: latest },
    periods: Object.fromEntries(periods.map((period) => [period, drawn])) as Drawing['periods'],
  }
}
