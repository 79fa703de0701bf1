import { readLimit } from '../audiences/find.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { fileOf } from '../lib/managed.ts'
import { unlessTaken } from '../lib/taken.ts'
import { findPage } from '../pages/find.ts'
import { lockFor } from '../rules/facts.ts'
import { refuseBackwards } from './change.ts'
import { listMetrics, type Metric } from './find.ts'
import { mostMetrics, type NewMetric } from './schema.ts'

/** Makes a metric, without points. Throws `Conflict` where the page has one with this key, or as many as it can show. */
export async function createMetric(outer: Context, input: NewMetric): Promise<Metric> {
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, input.page)
    await lockFor(ctx, 'page', page.id)
    refuseBackwards(input.minimum ?? null, input.maximum ?? null)
    const others = await listMetrics(ctx, page.id)
    if (others.length >= mostMetrics)
      throw new Conflict(`The page "${page.name}" has ${mostMetrics} metrics, and no page has more: remove one first.`)
    const now = ctx.now()
    const metric = await unlessTaken(
      `The page "${page.name}" already has a metric with the key "${input.key}".`,
      ctx.db
        .insertInto('metrics')
        .values({
          id: newId(ctx),
          org_id: ctx.org,
          page_id: page.id,
          key: input.key,
          name: input.name,
          description: input.description ?? null,
          translations: JSON.stringify(input.translations ?? {}),
          unit: input.unit ?? null,
          decimals: input.decimals ?? 0,
          minimum: input.minimum ?? null,
          maximum: input.maximum ?? null,
          position: input.position ?? (others.at(-1)?.position ?? 0) + 1,
          audiences: await readLimit(ctx, page.id, input.audiences ?? null),
          managed_by: fileOf(ctx),
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
    )
    const data = { key: metric.key, name: metric.name }
    await record(ctx, { kind: 'metric.created', subject: metric.id, page: page.id, data })
    return metric
  })
}
