import assert from 'node:assert/strict'
import type { Context } from '../lib/context.ts'

/** What fires is said or waits to be, or a rule or a person said no to it, or what keeps it from readers goes on. */
export async function checkUnsaid(ctx: Context) {
  const rows = await ctx.db
    .selectFrom('alerts as a')
    .innerJoin('sources as s', 's.id', 'a.source_id')
    .innerJoin('organizations as o', 'o.id', 'a.org_id')
    .leftJoin('rules as r', 'r.id', 'a.rule_id')
    .leftJoin('drafts as d', 'd.id', 'a.draft_id')
    .leftJoin('incidents as i', 'i.id', 'a.incident_id')
    .select(['a.key', 'a.reason', 'a.unsaid_while', 'a.incident_id', 'i.automatic', 'i.resolved_at'])
    .select(['s.muted_until as source_muted', 'r.muted_until as rule_muted', 'o.automation_paused_at as paused'])
    .select('d.state as draft')
    .where('a.org_id', '=', ctx.org)
    .where('a.open', '=', true)
    .execute()
  const isMuted = (until: Date | null) => until !== null && until > ctx.now()
  for (const row of rows) {
    const { key, reason, draft } = row
    const goesOn: Record<string, boolean> = {
      source_muted: isMuted(row.source_muted),
      rule_muted: isMuted(row.rule_muted),
      paused: row.paused !== null,
      person_leads: row.incident_id !== null && row.resolved_at === null,
    }
    if (row.unsaid_while !== null) assert.ok(goesOn[row.unsaid_while], `${key} waits for what has ended: ${reason}`)
    else if (row.incident_id !== null) assert.ok(row.automatic, `${key} only joined what a person leads: ${reason}`)
    else if (draft === null || !['held', 'awaiting_approval', 'rejected'].includes(draft))
      assert.match(reason ?? '', /No rule matches|records only/, `nothing keeps ${key} unsaid`)
  }
}
