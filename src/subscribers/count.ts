import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { fewMatching, mayBeFew } from './few.ts'
import { type Filter, matching, subscriberStates } from './filter.ts'

/** A number of subscribers: counted up to 10,000 where that is quick; else what the database estimates. */
export type Count = { readonly count: number; readonly isExact: boolean }

export const countedUpTo = 10_000

/** What counting may cost, as the planner reckons: it looks at a page of the table for one. Some tens of milliseconds. */
const dearest = 5_000

/** How many match. A million are not counted for each look at a list. */
export async function countMatching(ctx: Context, filter: Filter): Promise<Count> {
  const condition = await matching(ctx, filter)
  const few = mayBeFew(filter) ? await fewMatching(ctx, condition) : null
  if (few) return { count: few.count, isExact: true }
  if ((await planOf(ctx, sql`select ${upTo(condition)}`)).cost > dearest)
    return { count: (await planOf(ctx, some(condition))).rows, isExact: false }
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
  // A page is of one organization: without that the index holds all that is asked for.
  const those = page ? sql`page_id = ${(await findPage(ctx, page)).id}` : sql`org_id = ${ctx.org}`
  const conditions = subscriberStates.map(
    (state) => [state, sql<boolean>`${those} and not world and state = ${state}`] as const,
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

const some = (condition: RawBuilder<boolean>) => sql`select from subscribers where ${condition}`

async function closer(ctx: Context, condition: RawBuilder<boolean>, count: number): Promise<Count> {
  if (count <= countedUpTo) return { count, isExact: true }
  const { rows } = await planOf(ctx, some(condition))
  return { count: Math.max(countedUpTo, rows), isExact: false }
}

/** What the planner reckons. */
async function planOf(ctx: Context, query: RawBuilder<unknown>): Promise<{ rows: number; cost: number }> {
  const { rows } = await sql`explain (format json) ${query}`.execute(ctx.db)
  const [
    {
      'QUERY PLAN': [{ Plan: plan }],
    },
  ] = Plans.parse(rows)
  return { rows: plan['Plan Rows'], cost: plan['Total Cost'] }
}

const Plan = z.object({ Plan: z.object({ 'Plan Rows': z.number(), 'Total Cost': z.number() }) })
const Plans = z.tuple([z.object({ 'QUERY PLAN': z.tuple([Plan]) })])

/** "1,203", "about 1,000,000", "more than 10,000". An estimate is good to two digits. */
export function countInWords({ count, isExact }: Count): string {
  if (isExact) return count.toLocaleString('en-GB')
  if (count === countedUpTo) return `more than ${countedUpTo.toLocaleString('en-GB')}`
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1)
  return `about ${(Math.round(count / unit) * unit).toLocaleString('en-GB')}`
}
