import { createDraft } from '../drafts/create.ts'
import { endDraft } from '../drafts/decide.ts'
import { publishDraft } from '../drafts/publish.ts'
import type { Alert } from '../drafts/write.ts'
import type { SourceRow as Source } from '../hooks/find.ts'
import type { Context } from '../lib/context.ts'
import { isMuted, isPaused, lockFor, personIncident, ruleFacts, ruleIncident, waitingDraft } from '../rules/facts.ts'
import { type Rule, rulesOf } from '../rules/find.ts'
import { firstMatch } from '../rules/match.ts'
import { type Decision, decideFiring } from '../rules/policy.ts'
import type { Severity } from '../sources/source.ts'
import type { Verdict } from './verdict.ts'

/** Decides on an alert that fires, and does it. */
export async function fire(ctx: Context, source: Source, alert: Alert): Promise<Verdict> {
  const rule = firstMatch(await rulesOf(ctx), matchable(source, alert))
  if (rule?.page_id) await lockFor(ctx, 'page', rule.page_id)
  const alreadyOver = await isOver(ctx, alert)
  const silencedBy = alreadyOver ? null : await takeOver(ctx, alert)
  const draft = rule && (await waitingDraft(ctx, rule))
  const decision = decideFiring({
    now: ctx.now().getTime(),
    sourceMuted: isMuted(ctx, source),
    paused: await isPaused(ctx),
    rule: rule && ruleFacts(ctx, rule),
    alreadyOver,
    silenced: silencedBy !== null,
    personIncident: rule && (await personIncident(ctx, rule)),
    incident: rule && (await ruleIncident(ctx, rule)),
    draft: draft ? { id: draft.id, state: draft.state as 'held' | 'awaiting_approval' } : null,
  })
  return carryOut(ctx, alert, rule, decision, silencedBy)
}

export const matchable = (source: { key: string; kind: string }, alert: Omit<Alert, 'arrival_id'>) => ({
  source: source.key,
  kind: source.kind,
  key: alert.key,
  title: alert.title,
  summary: alert.summary,
  severity: alert.severity as Severity | null,
  labels: alert.labels as Record<string, string>,
})

/** True where the recovery of this very firing, or by the source's own clock a later one, came first. */
async function isOver(ctx: Context, alert: Alert): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('alerts')
    .select('id')
    .where('source_id', '=', alert.source_id)
    .where('key', '=', alert.key)
    .where('state', '=', 'resolved')
    .where((eb) =>
      eb.or([
        eb('occurrence', '=', alert.occurrence),
        ...(alert.started_at ? [eb('ended_at', '>', alert.started_at)] : []),
      ]),
    )
    .executeTakeFirst()
  return row !== undefined
}

/** Makes this the open firing of its key. Says which rejected draft keeps the key silent, if one does. */
async function takeOver(ctx: Context, alert: Alert): Promise<string | null> {
  const earlier = await ctx.db
    .updateTable('alerts')
    .set({ open: false })
    .where('source_id', '=', alert.source_id)
    .where('key', '=', alert.key)
    .where('open', '=', true)
    .returning('draft_id')
    .execute()
  await ctx.db.updateTable('alerts').set({ open: true }).where('id', '=', alert.id).execute()
  const drafts = earlier.flatMap((row) => row.draft_id ?? [])
  if (drafts.length === 0) return null
  const rejected = await ctx.db
    .selectFrom('drafts')
    .select('id')
    .where('id', 'in', drafts)
    .where('state', '=', 'rejected')
    .executeTakeFirst()
  return rejected?.id ?? null
}

async function carryOut(
  ctx: Context,
  alert: Alert,
  rule: Rule | null,
  decision: Decision,
  silencedBy: string | null,
): Promise<Verdict> {
  const verdict = {
    reason: decision.reason,
    rule: rule?.id ?? null,
    component: rule?.component_id ?? null,
    draft: silencedBy,
    incident: null,
  }
  switch (decision.do) {
    case 'record':
      return { ...verdict, outcome: 'recorded' }
    case 'absorb':
      await cancelRecoveryDraft(ctx, decision.incident)
      return { ...verdict, outcome: 'absorbed', incident: decision.incident }
    case 'join':
      return { ...verdict, outcome: decision.outcome, draft: decision.draft }
    case 'draft':
      return openDraft(ctx, alert, rule!, decision, verdict)
  }
}

async function openDraft(
  ctx: Context,
  alert: Alert,
  rule: Rule,
  decision: Extract<Decision, { do: 'draft' }>,
  verdict: Omit<Verdict, 'outcome'>,
): Promise<Verdict> {
  const draft = await createDraft(ctx, {
    rule,
    page: rule.page_id!,
    component: rule.component_id,
    alert,
    kind: 'opening',
    policy: decision.policy,
    reason: decision.reason,
    dueAt: decision.dueAt === null ? null : new Date(decision.dueAt),
    incident: null,
  })
  if (decision.policy !== 'publish')
    return { ...verdict, outcome: draft.state as 'held' | 'awaiting_approval', draft: draft.id }
  const published = await publishDraft(ctx, draft, { automatic: true })
  return { ...verdict, outcome: 'published', draft: draft.id, incident: published.incident_id }
}

/** A recovery that waits for a person is no longer true once something fires again. */
async function cancelRecoveryDraft(ctx: Context, incident: string) {
  const drafts = await ctx.db
    .selectFrom('drafts')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('incident_id', '=', incident)
    .where('kind', '=', 'recovery')
    .where('state', 'in', ['held', 'awaiting_approval'])
    .execute()
  for (const draft of drafts) await endDraft(ctx, draft, 'cancelled', 'It fires again.')
}
