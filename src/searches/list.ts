import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'

/** `last` is a day of UTC: "2026-11-22". */
export type MissedSearch = { words: string; times: number; last: string }

/** How long they are kept, in days. */
export const keptDays = 90

/** What was searched for on a page and not found in the days that are kept, the most frequent first. */
export async function missedSearchesOf(ctx: Context, pageId: string): Promise<MissedSearch[]> {
  const rows = await ctx.db
    .selectFrom('missed_searches as m')
    .innerJoin('pages as p', 'p.id', 'm.page_id')
    .where('p.org_id', '=', ctx.org)
    .where('p.id', '=', pageId)
    .select([
      'm.words',
      (eb) => eb.fn.sum<string>('m.times').as('times'),
      sql<string>`to_char(max(m.day), 'YYYY-MM-DD')`.as('last'),
    ])
    .groupBy('m.words')
    .orderBy('times', 'desc')
    .orderBy('last', 'desc')
    .orderBy('m.words')
    .limit(200)
    .execute()
  return rows.map(({ words, times, last }) => ({ words, times: Number(times), last }))
}
