import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { ownStopwatch, type Stopwatch } from './stopwatch.ts'
import { countTold, ToldNumbers } from './told-numbers.ts'

export type KeptNumbers = { numbers: ToldNumbers; countedAt: Date }

/** As they were counted last; null: they have not been yet. */
export async function keptNumbers(ctx: Context, update: string): Promise<KeptNumbers | null> {
  const row = await ctx.db
    .selectFrom('told_numbers')
    .select(['numbers', 'counted_at'])
    .where('update_id', '=', update)
    .where('org_id', '=', ctx.org)
    .executeTakeFirst()
  return row ? { numbers: ToldNumbers.parse(row.numbers), countedAt: row.counted_at } : null
}

/** Counts what has changed of posts that more than `above` are told of, on the connections `many`. */
export async function keepNumbers(
  ctx: Context,
  above: number,
  { many = ctx.db, stopwatch: { elapsed } = ownStopwatch }: { many?: Context['db']; stopwatch?: Stopwatch } = {},
): Promise<void> {
  for (const update of await changed(ctx, above)) {
    const [counted_at, began] = [ctx.now(), elapsed()]
    const numbers = JSON.stringify(await countTold({ ...ctx, db: many }, update))
    const counted = { numbers, counted_at, took: Math.ceil(elapsed() - began) }
    await ctx.db
      .insertInto('told_numbers')
      .values({ update_id: update, org_id: ctx.org, ...counted })
      .onConflict((oc) => oc.column('update_id').doUpdateSet(counted))
      .execute()
  }
}

/** Counting takes a twentieth of the time at most. */
const rest = 20

/** Nothing waits for longer: see `schedule.ts`. */
const looksBack = 8 * 86_400_000

async function changed(ctx: Context, above: number): Promise<string[]> {
  const now = ctx.now()
  const { rows } = await sql<{ update: string }>`
    select a.update_id as update from announcements a left join told_numbers n on n.update_id = a.update_id
    where a.org_id = ${ctx.org} and a.decided > 0 and (n.counted_at is null
      or a.created_at > ${new Date(now.getTime() - looksBack)} and n.counted_at < ${now}::timestamptz - make_interval(secs => n.took * ${rest} / 1000.0))
    group by a.update_id, n.update_id
    having sum(a.decided) > ${above} and (n.counted_at is null or ${mayHaveChanged})
    order by max(a.created_at) desc`.execute(ctx.db)
  return rows.map(({ update }) => update)
}

/** More are chosen, something waits or was on its way then, or left since: that is noted by the minute. */
const mayHaveChanged = sql`(
  bool_or(a.chosen_at is null or a.chosen_at >= n.counted_at or a.stopped_at >= n.counted_at)
  or coalesce((n.numbers #>> '{counts,queued}')::int, 0) + coalesce((n.numbers #>> '{counts,sending}')::int, 0) > 0
  or bool_or(exists (select 1 from delivery_pace p
    where p.announcement_id = a.id and p.minute >= date_trunc('minute', n.counted_at))))`
