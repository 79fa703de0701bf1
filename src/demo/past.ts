import { readFile } from 'node:fs/promises'
import { ensureOrganization } from '../accounts/organization.ts'
import { environment } from '../config.ts'
import { applyConfiguration } from '../configuration/apply.ts'
import { openIncident } from '../incidents/open.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { asSystem, type Base, type Context } from '../lib/context.ts'
import { scheduleMaintenance } from '../maintenances/schedule.ts'
import { createMetric } from '../metrics/create.ts'
import { feedMetric } from '../metrics/feed.ts'
import { type Past, past } from './past-incidents.ts'

const minute = 60_000
const day = 24 * 60 * minute

/** The example with the charts of its metrics on the front. */
export const withMetrics = (example: string) =>
  example.replace(
    '    components:',
    '    content: { blocks: [state, incidents, planned, components, metrics, past] }\n    components:',
  )

/**
 * Gives an installation that has just been made the quarter of a year that the example would have behind it: the same verbs
 * as ever, with the clock of then. Nobody is told of any of it.
 */
export async function livePast(base: Base, configFile: string) {
  const now = base.now().getTime()
  const org = await ensureOrganization(base)
  const at = (time: number): Context => ({ ...asSystem(base, org, 'Acme'), now: () => new Date(time) })
  const beginning = now - 100 * day
  const file = { ...at(beginning), actor: { kind: 'file', name: configFile } as const }
  await applyConfiguration(file, { name: configFile, text: await readFile(configFile, 'utf8'), environment })
  for (const one of past) await happen(at, now, one)
  const soon = Math.ceil((now + 2 * day) / (30 * minute)) * 30 * minute
  await scheduleMaintenance(at(now - 2 * 60 * minute), {
    page: 'acme',
    title: 'Database upgrade',
    body: 'We move card payments to a new database. Payments pause for a few minutes and can be sent again.',
    scheduledFor: new Date(soon).toISOString(),
    scheduledUntil: new Date(soon + 45 * minute).toISOString(),
    components: ['payments'],
    notify: false,
  })
  await measure(at(now), now)
}

/** One incident, each post at its time. */
async function happen(at: (time: number) => Context, now: number, { daysAgo, posts, ...incident }: Past) {
  const began = now - daysAgo * day
  const [first, ...later] = posts
  const post = ({ after, ...update }: (typeof posts)[number]) => ({ ...update, notify: false })
  const time = (after: number) => began + after * minute
  const kind = first.status === 'scheduled' ? 'maintenance' : 'incident'
  const times =
    kind === 'maintenance'
      ? planned(
          began,
          later.map(({ after }) => time(after)),
        )
      : {}
  const { id } = await openIncident(at(time(first.after)), {
    ...incident,
    ...post(first),
    ...times,
    page: 'acme',
    kind,
  })
  for (const one of later) await postUpdate(at(time(one.after)), id, post(one))
}

const planned = (began: number, times: readonly number[]) => ({
  scheduledFor: new Date(times.at(0) ?? began),
  scheduledUntil: new Date(times.at(-1) ?? began),
})

/** Two metrics: every half hour of a month, every five minutes of the last day. */
async function measure(ctx: Context, now: number) {
  const times = [
    ...Array.from({ length: 29 * 48 }, (_, i) => now - 30 * day + 10 * minute + i * 30 * minute),
    ...Array.from({ length: 288 }, (_, i) => now - day + (i + 1) * 5 * minute - minute),
  ]
  const slow = past.map(({ daysAgo, posts }) => {
    const began = now - daysAgo * day
    return { began, ended: began + (posts.at(-1)?.after ?? 0) * minute }
  })
  const isSlow = (at: number) => slow.some(({ began, ended }) => at >= began && at < ended)
  const wave = (at: number) => Math.sin(((at % day) / day) * 2 * Math.PI - 2.2)
  // Between 0 and 1, and the same for the same moment.
  const noise = (at: number) => Math.abs(Math.sin(at / minute) * 43_758.5453) % 1
  const metrics = [
    {
      key: 'api-response',
      name: 'Response time of the API',
      unit: 'ms',
      minimum: 0,
      value: (at: number) => Math.round(132 + 24 * wave(at) + 14 * noise(at) + (isSlow(at) ? 260 : 0)),
    },
    {
      key: 'api-success',
      name: 'Requests that were answered',
      unit: '%',
      decimals: 2,
      minimum: 98,
      maximum: 100,
      value: (at: number) => Math.round((99.99 - 0.04 * noise(at) - (isSlow(at) ? 1.1 : 0)) * 100) / 100,
    },
  ]
  for (const { value, ...metric } of metrics) {
    await createMetric(ctx, { page: 'acme', ...metric })
    const points = times.map((at) => ({ at: new Date(at).toISOString(), value: value(at) }))
    await feedMetric(ctx, metric.key, { points })
  }
}
