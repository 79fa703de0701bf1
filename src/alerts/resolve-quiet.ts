import { sql } from 'kysely'
import { createDraft, publishAtOnce } from '../drafts/create.ts'
import { type Alert, said, word } from '../drafts/write.ts'
import { findIncident, type Incident, lockIncident } from '../incidents/find.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { type Context, transaction } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { defineJob } from '../queue/job.ts'
import { isMuted, isPaused, lockFor, stillFiring } from '../rules/facts.ts'
import { type Rule, rulesOf } from '../rules/find.ts'

export const resolveQuiet = defineJob('resolve-quiet', z.object({ incident: z.string(), alert: z.string() }))

/** Ends an incident that was watched after flapping, where it has stayed quiet; does nothing where something fired, or a person took over. Where it has come back to stay, readers hear that. */
export async function resolveIfQuiet(outer: Context, input: { incident: string; alert: string }) {
  await transaction(outer, async (ctx) => {
    await lockFor(ctx, 'page', (await findIncident(ctx, input.incident)).page_id)
    const incident = await lockIncident(ctx, input.incident)
    if (incident.resolved_at || !incident.quiet_until || incident.quiet_until > ctx.now()) return
    const alert = await ctx.db
      .selectFrom('alerts')
      .selectAll()
      .where('id', '=', input.alert)
      .where('org_id', '=', ctx.org)
      .executeTakeFirst()
    const rule = (await rulesOf(ctx)).find((r) => r.id === incident.rule_id) ?? null
    const isBack = (await stillFiring(ctx, { incident: incident.id })) > 0
    const isSilent = alert !== undefined && (await isSilenced(ctx, rule, alert))
    // Readers still read that it works again: the watch goes on, so that they hear of it when the pause or the mute ends.
    if (isBack && isSilent && !incident.touched_by_person) return
    await ctx.db.updateTable('incidents').set({ quiet_until: null }).where('id', '=', incident.id).execute()
    if (!alert) return
    const mayPost = !incident.touched_by_person && !isSilent
    if (isBack) return mayPost ? sayItIsBack(ctx, rule, incident, alert) : undefined
    if (await asksAlready(ctx, incident)) return
    const ask = !mayPost || !rule || rule.mode === 'approve'
    const made = {
      rule,
      page: incident.page_id,
      component: incident.rule_component_id,
      alert,
      kind: 'recovery' as const,
      reason: 'It has stayed quiet since it last came back.',
      incident: { id: incident.id, startedAt: incident.started_at },
    }
    await (ask ? createDraft(ctx, { ...made, dueAt: null }) : publishAtOnce(ctx, made))
  })
}

/** Ends what has been quiet for long enough although no job came by: see publishOverdue. */
export async function resolveOverdue(ctx: Context) {
  const due = await ctx.db
    .selectFrom('incidents as i')
    .innerJoin('alerts as a', 'a.incident_id', 'i.id')
    .select(['i.id', sql<string>`(array_agg(a.id order by a.received_at desc, a.id))[1]`.as('alert')])
    .where('i.org_id', '=', ctx.org)
    .where('i.resolved_at', 'is', null)
    .where('i.quiet_until', '<=', ctx.now())
    .groupBy('i.id')
    .execute()
  for (const { id, alert } of due) await resolveIfQuiet(ctx, { incident: id, alert })
}

/** Where automation is paused, or the rule or the source is muted, a rule posts nothing. */
async function isSilenced(ctx: Context, rule: Rule | null, alert: Alert): Promise<boolean> {
  if ((rule && isMuted(ctx, rule)) || (await isPaused(ctx))) return true
  const source = await ctx.db
    .selectFrom('sources')
    .select('muted_until')
    .where('id', '=', alert.source_id)
    .executeTakeFirst()
  return source !== undefined && isMuted(ctx, source)
}

/** A recovery that came meanwhile may have asked a person. */
async function asksAlready(ctx: Context, incident: Incident): Promise<boolean> {
  const draft = await ctx.db
    .selectFrom('drafts')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('incident_id', '=', incident.id)
    .where('kind', '=', 'recovery')
    .where('state', '=', 'awaiting_approval')
    .executeTakeFirst()
  return draft !== undefined
}

async function sayItIsBack(ctx: Context, rule: Rule | null, incident: Incident, alert: Alert) {
  const text = await word(ctx, {
    rule,
    page: incident.page_id,
    component: incident.rule_component_id,
    alert,
    phase: 'investigating',
    startedAt: incident.started_at,
    endedAt: null,
    postedAt: ctx.now(),
  })
  await postUpdate(
    ctx,
    incident.id,
    { status: 'investigating', ...said(text), nextUpdateAt: text.nextUpdateAt },
    { automatic: true },
  )
}
