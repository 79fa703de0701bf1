import { createDraft, publishAtOnce } from '../drafts/create.ts'
import { endDraft } from '../drafts/decide.ts'
import { findDraft, isWaiting } from '../drafts/find.ts'
import { type Alert, said, word } from '../drafts/write.ts'
import type { SourceRow as Source } from '../hooks/find.ts'
import { type Incident, lockIncident } from '../incidents/find.ts'
import { postUpdate } from '../incidents/post-update.ts'
import type { Context } from '../lib/context.ts'
import { enqueue } from '../queue/job.ts'
import { isMuted, isPaused, ruleFacts, stillFiring } from '../rules/facts.ts'
import { type Rule, rulesOf } from '../rules/find.ts'
import { decideRecovery, type Recovery } from '../rules/policy.ts'
import { lockPages, openFiring, pageOf } from './earlier.ts'
import { resolveQuiet } from './resolve-quiet.ts'
import { recorded, type Verdict } from './verdict.ts'

/** Decides on an alert that has recovered, and does it. */
export async function recover(ctx: Context, source: Source, alert: Alert): Promise<Verdict> {
  const found = await openFiring(ctx, alert.source_id, alert.key)
  if (!found) return recorded('Nothing was firing under this key.')
  // Before the firing's own row: whoever decides about the page takes them in this order too.
  await lockPages(ctx, [await pageOf(ctx, found)])
  const now = await endFiring(ctx, alert)
  if (!now) return recorded('What is firing under this key now is a later occurrence.')
  const rule = now.rule_id ? ((await rulesOf(ctx)).find((r) => r.id === now.rule_id) ?? null) : null
  const draft = now.draft_id ? await findDraft(ctx, now.draft_id) : null
  const incident = now.incident_id ? await lockIncident(ctx, now.incident_id) : null
  const draftWaits = draft !== null && isWaiting(draft) && draft.kind === 'opening'
  const open = incident && incident.resolved_at === null ? incident : null
  const decision = decideRecovery({
    now: ctx.now().getTime(),
    paused: await isPaused(ctx),
    sourceMuted: isMuted(ctx, source),
    rule: rule && ruleFacts(ctx, rule),
    firing: { draft: now.draft_id, incident: now.incident_id },
    othersFiring: draftWaits
      ? await stillFiring(ctx, { draft: draft.id })
      : open
        ? await stillFiring(ctx, { incident: open.id })
        : 0,
    draftWaits,
    incident: open && { id: open.id, touched: open.touched_by_person, reopened: open.reopened, byRule: open.automatic },
  })
  const verdict = {
    reason: decision.reason,
    rule: rule?.id ?? null,
    component: now.component_id,
    draft: now.draft_id,
    incident: now.incident_id,
    unsaidWhile: null,
  }
  return carryOut(ctx, alert, rule, open, decision, verdict)
}

/** Ends the open firing of the key, unless this recovery is of an earlier one: by the source's own clock, or by name. */
async function endFiring(ctx: Context, alert: Alert): Promise<Alert | undefined> {
  if (!alert.ended_at && (await endsAnother(ctx, alert))) return undefined
  return ctx.db
    .updateTable('alerts')
    .set({ open: false })
    .where('source_id', '=', alert.source_id)
    .where('key', '=', alert.key)
    .where('open', '=', true)
    .where((eb) =>
      alert.ended_at
        ? eb.or([
            eb('started_at', 'is', null),
            eb('started_at', '<=', alert.ended_at),
            eb('occurrence', '=', alert.occurrence),
          ])
        : eb.lit(true),
    )
    .returningAll()
    .executeTakeFirst()
}

/** True where the firing of the same occurrence is known and another one has taken its place since. */
async function endsAnother(ctx: Context, alert: Alert): Promise<boolean> {
  const own = await ctx.db
    .selectFrom('alerts')
    .select('open')
    .where('source_id', '=', alert.source_id)
    .where('key', '=', alert.key)
    .where('occurrence', '=', alert.occurrence)
    .where('state', '=', 'firing')
    .executeTakeFirst()
  return own !== undefined && !own.open
}

async function carryOut(
  ctx: Context,
  alert: Alert,
  rule: Rule | null,
  incident: Incident | null,
  decision: Recovery,
  verdict: Omit<Verdict, 'outcome'>,
): Promise<Verdict> {
  switch (decision.do) {
    case 'record':
      return { ...verdict, outcome: 'recorded' }
    case 'absorb':
      return { ...verdict, outcome: 'absorbed' }
    case 'cancel':
      await endDraft(ctx, await findDraft(ctx, decision.draft), 'cancelled', decision.reason)
      return { ...verdict, outcome: 'cancelled' }
    case 'watch':
      await watch(ctx, alert, rule, incident!, new Date(decision.until))
      return { ...verdict, outcome: 'absorbed' }
    case 'resolve':
      return resolve(ctx, alert, rule, incident!, decision, verdict)
  }
}

async function resolve(
  ctx: Context,
  alert: Alert,
  rule: Rule | null,
  incident: Incident,
  decision: Extract<Recovery, { do: 'resolve' }>,
  verdict: Omit<Verdict, 'outcome'>,
): Promise<Verdict> {
  const made = {
    rule,
    page: incident.page_id,
    component: incident.rule_component_id,
    alert,
    kind: 'recovery' as const,
    reason: decision.reason,
    incident: { id: incident.id, startedAt: incident.started_at },
  }
  if (decision.policy === 'publish')
    return { ...verdict, outcome: 'resolved', draft: (await publishAtOnce(ctx, made)).id }
  const draft = await createDraft(ctx, { ...made, dueAt: null })
  return { ...verdict, outcome: 'awaiting_approval', draft: draft.id }
}

/** Flapping: readers hear once that it is being watched; it ends when it has been quiet until then. */
async function watch(ctx: Context, alert: Alert, rule: Rule | null, incident: Incident, until: Date) {
  if (incident.status !== 'monitoring') {
    const text = await word(ctx, {
      rule,
      page: incident.page_id,
      component: incident.rule_component_id,
      alert,
      phase: 'monitoring',
      startedAt: incident.started_at,
      endedAt: null,
      postedAt: ctx.now(),
    })
    await postUpdate(
      ctx,
      incident.id,
      { status: 'monitoring', ...said(text), nextUpdateAt: text.nextUpdateAt, notify: false },
      { automatic: true },
    )
  }
  await ctx.db.updateTable('incidents').set({ quiet_until: until }).where('id', '=', incident.id).execute()
  await enqueue(
    ctx,
    resolveQuiet,
    { incident: incident.id, alert: alert.id },
    { at: until, key: `quiet:${incident.id}` },
  )
}
