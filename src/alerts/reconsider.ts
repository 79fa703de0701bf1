import { sql } from 'kysely'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { lockFor } from '../rules/facts.ts'
import type { UnsaidWhile } from '../rules/policy.ts'
import { fire } from './fire.ts'
import { verdictColumns } from './verdict.ts'

/**
 * Puts alerts to the rules again that still fire although what kept them from readers has ended: the mute of their
 * source or rule, the pause of automation, a person's incident or planned work. They are decided on as if they fired now.
 */
export async function reconsiderUnsaid(ctx: Context): Promise<void> {
  for (const { id } of await endedUnsaid(ctx))
    await reconsider(ctx, id).catch((error) =>
      ctx.log.warn(
        { event: 'reconsider_failed', alert: id, err: error },
        'an alert could not be put to the rules again',
      ),
    )
}

const ended: Record<UnsaidWhile, string> = {
  source_muted: 'Its source is muted no longer.',
  rule_muted: 'Its rule is muted no longer.',
  paused: 'Automation is paused no longer.',
  person_leads: 'The incident or planned work that it had joined has ended, and it still fires.',
}

async function reconsider(outer: Context, id: string) {
  await transaction(outer, async (ctx) => {
    const found = await ctx.db
      .selectFrom('alerts')
      .select(['source_id', 'key'])
      .where('id', '=', id)
      .where('org_id', '=', ctx.org)
      .executeTakeFirst()
    if (!found) return
    await lockFor(ctx, 'key', `${found.source_id} ${found.key}`)
    // It may have recovered, or been decided on by another process, while we waited for the lock.
    const [still] = await endedUnsaid(ctx, id)
    if (!still) return
    const alert = await ctx.db.selectFrom('alerts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const source = await ctx.db
      .selectFrom('sources')
      .selectAll()
      .where('id', '=', alert.source_id)
      .executeTakeFirstOrThrow()
    const why = ended[still.unsaid_while]
    const decided = await fire(ctx, source, alert, why)
    const verdict = { ...decided, reason: `${why} ${decided.reason}` }
    await ctx.db
      .updateTable('alerts')
      .set({ ...verdictColumns(verdict), reconsidered_at: ctx.now() })
      .where('id', '=', id)
      .execute()
    await record(ctx, {
      kind: 'alert.reconsidered',
      subject: id,
      incident: verdict.incident,
      data: { title: alert.title, outcome: verdict.outcome, reason: verdict.reason },
    })
  })
}

/** Alerts that fire and that nothing keeps from readers any more. A draft that a person edited is that person's to decide. */
async function endedUnsaid(ctx: Context, id: string | null = null) {
  const now = ctx.now()
  const { rows } = await sql<{ id: string; unsaid_while: UnsaidWhile }>`
    select a.id, a.unsaid_while
    from alerts a
    join organizations o on o.id = a.org_id
    join sources s on s.id = a.source_id
    left join rules r on r.id = a.rule_id
    left join incidents i on i.id = a.incident_id
    left join drafts d on d.id = a.draft_id
    where a.org_id = ${ctx.org} and a.open and a.unsaid_while is not null and (${id}::text is null or a.id = ${id})
      and (d.edited_by is null or d.state <> 'awaiting_approval')
      and case a.unsaid_while
        when 'source_muted' then s.muted_until is null or s.muted_until <= ${now}
        when 'rule_muted' then r.muted_until is null or r.muted_until <= ${now}
        when 'paused' then o.automation_paused_at is null
        else i.id is null or i.resolved_at is not null
      end
    order by a.received_at, a.id`.execute(ctx.db)
  return rows
}
