import { readLimit } from '../audiences/find.ts'
import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { fileOf, refuseManaged, takesOver } from '../lib/managed.ts'
import { lockFor } from '../rules/facts.ts'
import { findMetric, type Metric } from './find.ts'
import type { ChangeMetric } from './schema.ts'

/** Changes what it is given. Throws `InvalidInput` where the axis would end before it begins. */
export async function changeMetric(outer: Context, name: string, input: ChangeMetric): Promise<Metric> {
  return transaction(outer, async (ctx) => {
    const { id, page_id } = await findMetric(ctx, name)
    await lockFor(ctx, 'page', page_id)
    const metric = await findMetric(ctx, id)
    refuseManaged(ctx, `The metric "${metric.name}"`, metric)
    const { audiences, translations, ...rest } = input
    const wanted: Partial<Metric> = {
      ...rest,
      ...(audiences !== undefined && { audiences: await readLimit(ctx, page_id, audiences) }),
      ...(translations !== undefined && { translations: translations ?? {} }),
    }
    const changes = changesBetween(metric, wanted)
    if (isUnchanged(changes) && !takesOver(ctx, metric)) return metric
    const after = { ...metric, ...wanted }
    refuseBackwards(after.minimum, after.maximum)
    const changed = await ctx.db
      .updateTable('metrics')
      .set({
        ...wanted,
        ...(wanted.translations !== undefined && { translations: JSON.stringify(wanted.translations) }),
        // Values are rounded when they are drawn.
        ...(after.decimals !== metric.decimals && { undrawn: true }),
        managed_by: fileOf(ctx),
        updated_at: ctx.now(),
      })
      .where('id', '=', id)
      .where('org_id', '=', ctx.org)
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(ctx, { kind: 'metric.changed', subject: id, page: page_id, data: { key: metric.key, changes } })
    return changed
  })
}

export function refuseBackwards(minimum: number | null, maximum: number | null): void {
  if (minimum !== null && maximum !== null && minimum >= maximum)
    throw new InvalidInput('The axis is not right.', [
      { pointer: '/maximum', detail: `expected a number above the minimum, ${minimum}` },
    ])
}
