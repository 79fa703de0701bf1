import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'

export type PageAtStake = { components: number; incidents: number; subscribers: number; rules: number }

/** What goes with a page when it is removed, in numbers; rules keep it from being removed. */
export async function pageAtStake(ctx: Context, page: string): Promise<PageAtStake> {
  const { rows } = await sql<PageAtStake>`select
    (select count(*)::int from components where org_id = ${ctx.org} and page_id = ${page}) as components,
    (select count(*)::int from incidents where org_id = ${ctx.org} and page_id = ${page}) as incidents,
    (select count(*)::int from subscribers where org_id = ${ctx.org} and page_id = ${page} and state = 'active' and not world)
      as subscribers,
    (select count(*)::int from rules where org_id = ${ctx.org} and page_id = ${page}) as rules`.execute(ctx.db)
  return rows[0] ?? { components: 0, incidents: 0, subscribers: 0, rules: 0 }
}
