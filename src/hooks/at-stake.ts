import { sql } from 'kysely'
import { leftWithout } from '../alerts/without-source.ts'
import type { Context } from '../lib/context.ts'

export type SourceAtStake = {
  arrivals: number
  alerts: number
  firing: number
  /** Drafts that are cancelled. */
  drafts: number
  /** Open incidents that lose their recoveries. */
  incidents: { id: string; title: string }[]
}

/** What goes with a source when it is removed, and what is left for a person to end. */
export async function sourceAtStake(ctx: Context, source: string): Promise<SourceAtStake> {
  const { rows } = await sql<Pick<SourceAtStake, 'arrivals' | 'alerts' | 'firing'>>`
    select (select count(*)::int from arrivals where org_id = ${ctx.org} and source_id = ${source}) as arrivals,
      count(*)::int as alerts, count(*) filter (where open)::int as firing
    from alerts where org_id = ${ctx.org} and source_id = ${source}`.execute(ctx.db)
  const { drafts, incidents } = await leftWithout(ctx, source)
  return { ...(rows[0] ?? { arrivals: 0, alerts: 0, firing: 0 }), drafts: drafts.length, incidents }
}
