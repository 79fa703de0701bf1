import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'

/** What hangs on a rule, in numbers: drafts that wait, incidents of its that are open, and alerts it took in 30 days. */
export async function ruleAtStake(
  ctx: Context,
  rule: string,
): Promise<{ drafts: number; incidents: number; alerts: number }> {
  const since = new Date(ctx.now().getTime() - 30 * 86_400_000)
  const { rows } = await sql<{ drafts: number; incidents: number; alerts: number }>`
    select
      (select count(*)::int from drafts where org_id = ${ctx.org} and rule_id = ${rule}
        and state in ('held', 'awaiting_approval')) as drafts,
      (select count(*)::int from incidents where org_id = ${ctx.org} and rule_id = ${rule} and resolved_at is null)
        as incidents,
      (select count(*)::int from alerts where org_id = ${ctx.org} and rule_id = ${rule} and received_at >= ${since})
        as alerts`.execute(ctx.db)
  return rows[0] ?? { drafts: 0, incidents: 0, alerts: 0 }
}
