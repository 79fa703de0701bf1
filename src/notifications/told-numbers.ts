import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'

const count = z.number()
const moment = z.coerce.date().nullable()
const reasons = z.array(z.object({ reason: z.string(), count }))

/** What became of the messages about one post, in numbers. */
export const ToldNumbers = z.object({
  /** How many in each state, and the first and last that left. */
  counts: z.record(z.string(), count),
  firstSentAt: moment,
  lastSentAt: moment,
  /** Why people were not told, with how many each. */
  reasons,
  /** By channel: how many were told, failed or wait; seconds until half, and until 95 of a hundred were told; the last. */
  channels: z.array(
    z.object({
      ...{ channel: z.string(), sent: count, failed: count, left: count },
      ...{ p50: count.nullable(), p95: count.nullable(), firstAt: moment, lastAt: moment },
    }),
  ),
  /** Why messages failed, with how many each. */
  failures: reasons,
})
export type ToldNumbers = z.output<typeof ToldNumbers>
type ToldOn = ToldNumbers['channels'][number]

/** Reads every row that the ledger has of the post: a million take some seconds. */
export async function countTold(ctx: Context, update: string): Promise<ToldNumbers> {
  const byState = await ctx.db
    .selectFrom('deliveries')
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .select(({ fn }) => [fn.min('sent_at').as('first'), fn.max('sent_at').as('last')])
    .where('update_id', '=', update)
    .groupBy('state')
    .execute()
  const reasons = await ctx.db
    .selectFrom('deliveries')
    .select(['reason', ({ fn }) => fn.countAll<number>().as('count')])
    .where('update_id', '=', update)
    .where('state', '=', 'skipped')
    .groupBy('reason')
    .orderBy('count', 'desc')
    .limit(20)
    .execute()
  const { rows: channels } = await sql<ToldOn>`
    select channel, (count(*) filter (where state = 'sent'))::int as sent,
      (count(*) filter (where state = 'failed'))::int as failed,
      (count(*) filter (where state in ('queued', 'sending')))::int as left,
      ${seconds(0.5)} as p50, ${seconds(0.95)} as p95, min(sent_at) as "firstAt", max(sent_at) as "lastAt"
    from deliveries where update_id = ${update} and org_id = ${ctx.org} and state in ('sent', 'failed', 'queued', 'sending')
    group by channel order by 2 desc, 1`.execute(ctx.db)
  const failures = await ctx.db
    .selectFrom('deliveries')
    .select([({ fn }) => fn.coalesce('detail', 'reason').as('reason'), ({ fn }) => fn.countAll<number>().as('count')])
    .where('update_id', '=', update)
    .where('state', '=', 'failed')
    .groupBy(({ fn }) => fn.coalesce('detail', 'reason'))
    .orderBy('count', 'desc')
    .limit(20)
    .execute()
  const sent = byState.find(({ state }) => state === 'sent')
  return {
    counts: Object.fromEntries(byState.map(({ state, count }) => [state, Number(count)])),
    firstSentAt: sent?.first ?? null,
    lastSentAt: sent?.last ?? null,
    reasons: reasons.map(({ reason, count }) => ({ reason, count: Number(count) })),
    channels,
    failures: failures.map(({ reason, count }) => ({ reason, count: Number(count) })),
  }
}

/** From when it was to leave until it left; of those that left. */
const seconds = (share: number) =>
  sql`(percentile_cont(${share}::float8) within group (order by extract(epoch from sent_at - coalesce(not_before, created_at))))::float8`
