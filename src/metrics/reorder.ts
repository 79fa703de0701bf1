import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { refuseManaged } from '../lib/managed.ts'
import type { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { lockFor } from '../rules/facts.ts'
import { findMetric, listMetrics, type Metric } from './find.ts'
import type { ReorderMetrics } from './schema.ts'

/** Puts the metrics of a page in a new order. Throws `InvalidInput` unless each of them is named once. */
export async function reorderMetrics(outer: Context, input: z.infer<typeof ReorderMetrics>): Promise<void> {
  await transaction(outer, async (ctx) => {
    const page = await findPage(ctx, input.page)
    await lockFor(ctx, 'page', page.id)
    const all = await listMetrics(ctx, page.id)
    const wanted = input.metrics.flatMap((name) => all.find((row) => row.id === name || row.key === name) ?? [])
    if (new Set(wanted).size !== all.length || input.metrics.length !== all.length)
      throw new InvalidInput('The order must name each metric once.', [
        { pointer: '/metrics', detail: `expected each of ${all.map((row) => row.key).join(', ')}, once` },
      ])
    for (const [index, row] of wanted.entries()) {
      const position = index + 1
      if (row.position === position) continue
      refuseManaged(ctx, `The metric "${row.name}"`, row)
      await ctx.db
        .updateTable('metrics')
        .set({ position })
        .where('id', '=', row.id)
        .where('org_id', '=', ctx.org)
        .execute()
      const changes = { position: { from: row.position, to: position } }
      await record(ctx, { kind: 'metric.changed', subject: row.id, page: page.id, data: { key: row.key, changes } })
    }
  })
}

/** Puts a metric one place up or down; at the end of its way it stays. */
export async function moveMetric(outer: Context, id: string, way: 'up' | 'down'): Promise<Metric> {
  return transaction(outer, async (ctx) => {
    const { page_id } = await findMetric(ctx, id)
    await lockFor(ctx, 'page', page_id)
    const metric = await findMetric(ctx, id)
    const ids = (await listMetrics(ctx, page_id)).map((row) => row.id)
    const from = ids.indexOf(metric.id)
    const to = from + (way === 'up' ? -1 : 1)
    if (to >= 0 && to < ids.length)
      await reorderMetrics(ctx, { page: page_id, metrics: ids.toSpliced(from, 1).toSpliced(to, 0, metric.id) })
    return metric
  })
}
