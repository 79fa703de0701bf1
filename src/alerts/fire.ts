import { sql } from 'kysely'
import { createDraft, publishAtOnce } from '../drafts/create.ts'
import { endDraft } from '../drafts/decide.ts'
import { findDraft, isWaiting } from '../drafts/find.ts'
import type { Alert } from '../drafts/write.ts'
import type { SourceRow as Source } from '../hooks/find.ts'
import type { Context } from '../lib/context.ts'
import { isMuted, isPaused, personIncident, ruleFacts, ruleIncident, waitingDraft } from '../rules/facts.ts'
import { type Rule, rulesOf } from '../rules/find.ts'
import { firstMatch } from '../rules/match.ts'
import { type Decision, decideFiring } from '../rules/policy.ts'
import type { Severity } from '../sources/source.ts'
import { type GoesOn, lockPages, openFiring, pageOf, waitingFacts, whatGoesOn } from './earlier.ts'
import type { Verdict } from './verdict.ts'

/**
 * Decides on an alert that fires, and does it. `ended`: what had kept it from readers until now, in words; then the
 * draft that asked a person because of that asks no longer.
 */
export async function fire(ctx: Context, source: Source, alert: Alert, ended: string | null = null): Promise<Verdict> {
  const rule = firstMatch(await rulesOf(ctx), matchable(source, alert))
  const alreadyOver = await isOver(ctx, alert)
  const earlier = alreadyOver ? undefined : await openFiring(ctx, alert.source_id, alert.key)
  await lockPages(ctx, [rule?.page_id, earlier && (await pageOf(ctx, earlier))])
  if (ended !== null) await askNoLonger(ctx, alert, ended)
  const goesOn = earlier ? await whatGoesOn(ctx, earlier) : null
  if (!alreadyOver) await takeOver(ctx, alert)
  const draft = rule && (await waitingDraft(ctx, rule))
  const decision = decideFiring({
    now: ctx.now().getTime(),
    sourceMuted: isMuted(ctx, source),
    paused: await isPaused(ctx),
    rule: rule && ruleFacts(ctx, rule),
    alreadyOver,
    goesOn,
    silenced: goesOn !== null && goesOn.silencedBy !== null,
    personIncident: rule && (await personIncident(ctx, rule)),
    incident: rule && (await ruleIncident(ctx, rule)),
    draft: draft ? waitingFacts(draft) : null,
  })
  return carryOut(ctx, alert, rule, decision, goesOn)
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

/** Makes this the open firing of its key. */
async function takeOver(ctx: Context, alert: Alert) {
  await ctx.db
    .updateTable('alerts')
    .set({ open: sql<boolean>`id = ${alert.id}` })
    .where('source_id', '=', alert.source_id)
    .where('key', '=', alert.key)
    .where((eb) => eb.or([eb('open', '=', true), eb('id', '=', alert.id)]))
    .execute()
}

async function askNoLonger(ctx: Context, alert: Alert, ended: string) {
  const draft = alert.draft_id ? await findDraft(ctx, alert.draft_id) : null
  if (draft && isWaiting(draft) && draft.asks_while && !draft.edited_by) await endDraft(ctx, draft, 'cancelled', ended)
}

async function carryOut(
  ctx: Context,
  alert: Alert,
  rule: Rule | null,
  decision: Decision,
  goesOn: GoesOn | null,
): Promise<Verdict> {
  const origin = goesOn?.incident || goesOn?.draft ? goesOn : { rule: rule?.id, component: rule?.component_id }
  const verdict = {
    reason: decision.reason,
    rule: origin.rule ?? null,
    component: origin.component ?? null,
    draft: goesOn?.silencedBy ?? null,
    incident: null,
    unsaidWhile: decision.unsaidWhile ?? null,
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
  const made = {
    rule,
    page: rule.page_id!,
    component: rule.component_id,
    alert,
    kind: 'opening' as const,
    reason: decision.reason,
    incident: null,
  }
  if (decision.policy === 'publish') {
    const published = await publishAtOnce(ctx, made)
    return { ...verdict, outcome: 'published', draft: published.id, incident: published.incident_id }
  }
  const dueAt = decision.dueAt === null ? null : new Date(decision.dueAt)
  const draft = await createDraft(ctx, { ...made, dueAt, asksWhile: decision.unsaidWhile ?? null })
  return { ...verdict, outcome: draft.state as 'held' | 'awaiting_approval', draft: draft.id }
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
