import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { type Filter, matching, subscriberStates } from './filter.ts'

/** A number of subscribers: counted up to 10,000; above, what the database estimates. */
export type Count = { readonly count: number; readonly isExact: boolean }

export const countedUpTo = 10_000

/** How many match. A million are not counted for each look at a list. */
export async function countMatching(ctx: Context, filter: Filter): Promise<Count> {
  const condition = await matching(ctx, filter)
  const { rows } = await sql<{ count: number }>`select ${upTo(condition)} as count`.execute(ctx.db)
  return closer(ctx, condition, rows[0]?.count ?? 0)
}

/** Every one that matches is counted: for what is done to all of them. */
export async function countExactly(ctx: Context, filter: Filter): Promise<number> {
  const condition = await matching(ctx, filter)
  const { rows } = await sql<{ count: number }>`select count(*) as count from subscribers where ${condition}`.execute(
    ctx.db,
  )
  return rows[0]?.count ?? 0
}

/** How many there are in each state, of one page or of all. */
export async function countSubscribers(ctx: Context, page?: string): Promise<Record<string, Count>> {
  const conditions = await Promise.all(
    subscriberStates.map(async (state) => [state, await matching(ctx, { page, state })] as const),
  )
  const each = conditions.map(([state, condition]) => sql`select ${state}::text as state, ${upTo(condition)} as count`)
  const { rows } = await sql<{ state: string; count: number }>`${sql.join(each, sql` union all `)}`.execute(ctx.db)
  const known = new Map<string, RawBuilder<boolean>>(conditions)
  const there = rows.filter(({ count }) => count > 0)
  const counts = await Promise.all(there.map(({ state, count }) => closer(ctx, known.get(state)!, count)))
  return Object.fromEntries(there.map(({ state }, i) => [state, counts[i]!]))
}

const upTo = (condition: RawBuilder<boolean>) =>
  sql`(select count(*) from (select from subscribers where ${condition} limit ${countedUpTo + 1}) as these)`

async function closer(ctx: Context, condition: RawBuilder<boolean>, count: number): Promise<Count> {
  if (count <= countedUpTo) return { count, isExact: true }
  const { rows } = await sql`explain (format json) select from subscribers where ${condition}`.execute(ctx.db)
  const [
    {
      'QUERY PLAN': [plan],
    },
  ] = Plans.parse(rows)
  return { count: Math.max(countedUpTo, plan.Plan['Plan Rows']), isExact: false }
}

const Plan = z.object({ Plan: z.object({ 'Plan Rows': z.number() }) })
const Plans = z.tuple([z.object({ 'QUERY PLAN': z.tuple([Plan]) })])

/** "1,203", "about 1,000,000", "more than 10,000". An estimate is good to two digits. */
export function countInWords({ count, isExact }: Count): string {
  if (isExact) return count.toLocaleString('en-GB')
  if (count <= countedUpTo) return `more than ${countedUpTo.toLocaleString('en-GB')}`
  const unit = 10 ** (Math.floor(Math.log10(count)) - 1)
  return `about ${(Math.round(count / unit) * unit).toLocaleString('en-GB')}`
}
