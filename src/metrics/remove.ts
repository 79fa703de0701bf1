import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { refuseManaged } from '../lib/managed.ts'
import { lockFor } from '../rules/facts.ts'
import { findMetric } from './find.ts'

/** Removes a metric with its points. */
export async function removeMetric(outer: Context, name: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const found = await findMetric(ctx, name)
    await lockFor(ctx, 'page', found.page_id)
    const metric = await findMetric(ctx, found.id)
    refuseManaged(ctx, `The metric "${metric.name}"`, metric)
    await ctx.db.deleteFrom('metrics').where('id', '=', metric.id).where('org_id', '=', ctx.org).execute()
    const data = { key: metric.key, name: metric.name }
    await record(ctx, { kind: 'metric.removed', subject: metric.id, page: metric.page_id, data })
  })
}
