import { sql } from 'kysely'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput, NotFound, type Problem } from '../lib/errors.ts'
import { day } from './drawing.ts'
import { findMetric } from './find.ts'
import type { NewPoints } from './schema.ts'

const minute = 60_000
/** A sender's clock may be ahead by this much, in milliseconds. */
const ahead = 5 * minute
const oldest = 30 * day

/**
 * Takes points of a metric, one value a minute: a later one for the same minute takes its place. The same points again
 * change nothing. Throws `InvalidInput` that names every time that is too late or too early; nothing is kept then.
 */
export async function feedMetric(outer: Context, name: string, { points }: NewPoints): Promise<{ points: number }> {
  const now = outer.now().getTime()
  const problems: Problem[] = []
  const values = new Map<number, number>()
  for (const [i, { at, value }] of points.entries()) {
    const time = at === undefined ? now : Date.parse(at)
    const pointer = `/points/${i}/at`
    if (time > now + ahead) problems.push({ pointer, detail: 'expected a time that is not in the future' })
    else if (time < now - oldest) problems.push({ pointer, detail: 'expected a time within the past 30 days' })
    values.set(Math.floor(time / minute) * minute, value)
  }
  if (problems.length > 0) throw new InvalidInput('The points are not right.', problems)
  return transaction(outer, async (ctx) => {
    const { id } = await findMetric(ctx, name)
    // Whoever draws holds the row meanwhile: no point falls between what was read and what was marked as drawn.
    const held = await ctx.db.selectFrom('metrics').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
    if (!held) throw new NotFound('metric')
    const taken = await sql`
      insert into metric_points (org_id, metric_id, at, value)
      select ${ctx.org}, ${id}, to_timestamp(at), value
      from unnest(${[...values.keys()].map((at) => at / 1000)}::float8[], ${[...values.values()]}::float8[]) as these (at, value)
      on conflict (metric_id, at) do update set value = excluded.value
        where metric_points.value is distinct from excluded.value
      returning 1`.execute(ctx.db)
    if (taken.rows.length > 0)
      await ctx.db
        .updateTable('metrics')
        .set({ undrawn: true })
        .where('id', '=', id)
        .where('org_id', '=', ctx.org)
        .where('undrawn', '=', false)
        .execute()
    return { points: values.size }
  })
}
