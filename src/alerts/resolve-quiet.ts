import { createDraft } from '../drafts/create.ts'
import { publishDraft } from '../drafts/publish.ts'
import { type Alert, word } from '../drafts/write.ts'
import { findIncident, type Incident, lockIncident } from '../incidents/find.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { type Context, transaction } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { defineJob } from '../queue/job.ts'
import { isPaused, lockFor, stillFiring } from '../rules/facts.ts'
import { rulesOf } from '../rules/find.ts'

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
    if (!alert) return
    if ((await stillFiring(ctx, { incident: incident.id })) > 0) return sayItIsBack(ctx, incident, alert)
    const ask = incident.touched_by_person || (await isPaused(ctx))
    const draft = await createDraft(ctx, {
      rule: (await rulesOf(ctx)).find((r) => r.id === incident.rule_id) ?? null,
      page: incident.page_id,
      component: incident.rule_component_id,
      alert,
      kind: 'recovery',
      policy: ask ? 'ask' : 'publish',
      reason: 'It has stayed quiet since it last came back.',
      dueAt: null,
      incident: { id: incident.id, startedAt: incident.started_at },
    })
    if (!ask) await publishDraft(ctx, draft, { automatic: true })
  })
}

async function sayItIsBack(ctx: Context, incident: Incident, alert: Alert) {
  if (incident.touched_by_person || (await isPaused(ctx))) return
  const text = await word(ctx, {
    rule: (await rulesOf(ctx)).find((r) => r.id === incident.rule_id) ?? null,
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
    { status: 'investigating', body: text.body, nextUpdateAt: text.nextUpdateAt },
    { automatic: true },
  )
}
