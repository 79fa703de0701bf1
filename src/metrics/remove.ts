import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { lockFor } from '../rules/facts.ts'
import { findMetric } from './find.ts'

/** Removes a metric with its points. */
export async function removeMetric(outer: Context, name: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const { id, page_id, key, name: called } = await findMetric(ctx, name)
    await lockFor(ctx, 'page', page_id)
    await ctx.db.deleteFrom('metrics').where('id', '=', id).where('org_id', '=', ctx.org).execute()
    await record(ctx, { kind: 'metric.removed', subject: id, page: page_id, data: { key, name: called } })
  })
}
