import type { Base } from '../lib/context.ts'
import type { Metrics } from '../lib/metrics.ts'
import { objective } from './objective.ts'
import { type Pace, paceSince } from './pace.ts'

const hour = 3_600_000

/** What `/metrics` says of deliveries, by channel, of the past hour and of the whole installation. */
export function countDeliveries(metrics: Metrics, base: Pick<Base, 'db' | 'now'>): void {
  let paces: readonly Pace[] = []
  metrics.before(async () => {
    paces = await paceSince(base, new Date(base.now().getTime() - hour))
  })
  metrics.gauges(
    'upfront_delivery_seconds',
    'From the choice of a reader to the first attempt, in the past hour.',
    () =>
      paces.flatMap(({ channel, figures }) =>
        (
          [
            ['0.5', figures.p50],
            ['0.95', figures.p95],
            ['0.99', figures.p99],
          ] as const
        ).flatMap(([quantile, value]) => (value === null ? [] : [{ labels: { channel, quantile }, value }])),
      ),
  )
  metrics.gauges('upfront_delivery_first_attempts', 'First attempts in the past hour.', () =>
    paces.map(({ channel, figures }) => ({ labels: { channel }, value: figures.attempts })),
  )
  metrics.gauges(
    'upfront_delivery_objective_ratio',
    `Share of first attempts in the past hour that were made within ${objective.seconds} seconds; the objective is ${objective.share}.`,
    () => paces.flatMap(({ channel, figures: { met } }) => (met === null ? [] : [{ labels: { channel }, value: met }])),
  )
  metrics.gauges('upfront_delivery_oldest_unsent_seconds', 'Age of the oldest message that has not been tried.', () =>
    paces.map(({ channel, oldest }) => ({ labels: { channel }, value: oldest ?? 0 })),
  )
}
