import type { Alert } from '../drafts/write.ts'
import { record } from '../events/record.ts'
import type { SourceRow as Source } from '../hooks/find.ts'
import { type Context, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { lockFor } from '../rules/facts.ts'
import { rulesOf } from '../rules/find.ts'
import type { Outcome } from '../rules/policy.ts'
import type { ParsedAlert } from '../sources/source.ts'
import { openFiring } from './earlier.ts'
import { fire } from './fire.ts'
import { recover } from './recover.ts'
import { recorded, type Verdict } from './verdict.ts'

/** What the sender is told about one alert. */
export type Receipt = {
  key: string
  state: 'firing' | 'resolved' | 'other'
  duplicate: boolean
  rule: string | null
  outcome: Outcome
  incident: string | null
}

/** Takes one alert in: dedupes it, decides on it and does what was decided, all in one transaction. */
export async function receiveAlert(
  outer: Context,
  source: Source,
  arrival: string | null,
  parsed: ParsedAlert,
): Promise<Receipt> {
  return transaction(outer, async (ctx) => {
    await lockFor(ctx, 'key', `${source.id} ${parsed.key}`)
    const occurrence = parsed.occurrence ?? (await guessOccurrence(ctx, source, parsed))
    const alert = await insert(ctx, source, arrival, parsed, occurrence)
    if (!alert) return repeated(ctx, source, parsed, occurrence)
    const verdict = await decide(ctx, source, alert)
    await keep(ctx, alert, verdict)
    const rule = verdict.rule ? ((await rulesOf(ctx)).find((r) => r.id === verdict.rule)?.name ?? null) : null
    return {
      key: alert.key,
      state: parsed.state,
      duplicate: false,
      rule,
      outcome: verdict.outcome,
      incident: verdict.incident,
    }
  })
}

const decide = (ctx: Context, source: Source, alert: Alert): Promise<Verdict> | Verdict =>
  alert.state === 'firing'
    ? fire(ctx, source, alert)
    : alert.state === 'resolved'
      ? recover(ctx, source, alert)
      : recorded('It is neither a firing nor a recovery.')

/**
 * Where the source names no occurrence: a firing that is still open goes on, and a recovery ends it; else a recovery is
 * the last one again, and a firing a new one. The open firing comes first, since its source may say that it began before
 * the recovery before it.
 */
async function guessOccurrence(ctx: Context, source: Source, parsed: ParsedAlert): Promise<string> {
  const open = await openFiring(ctx, source.id, parsed.key)
  const isLater = parsed.endedAt !== null && open?.started_at != null && open.started_at > parsed.endedAt
  if (open && !isLater) return open.occurrence
  const last =
    parsed.state === 'resolved'
      ? await ctx.db
          .selectFrom('alerts')
          .select('occurrence')
          .where('source_id', '=', source.id)
          .where('key', '=', parsed.key)
          .where('state', '<>', 'other')
          .where('open', '=', false)
          .orderBy('source_time', 'desc')
          .orderBy('received_at', 'desc')
          .executeTakeFirst()
      : undefined
  return last?.occurrence ?? `received ${ctx.now().toISOString()} ${newId(ctx)}`
}

async function insert(
  ctx: Context,
  source: Source,
  arrival: string | null,
  parsed: ParsedAlert,
  occurrence: string,
): Promise<Alert | undefined> {
  const now = ctx.now()
  return ctx.db
    .insertInto('alerts')
    .values({
      id: newId(ctx),
      org_id: ctx.org,
      source_id: source.id,
      arrival_id: arrival,
      key: parsed.key,
      occurrence,
      state: parsed.state,
      severity: parsed.severity,
      title: parsed.title,
      summary: parsed.summary,
      labels: JSON.stringify(parsed.labels),
      url: parsed.url,
      started_at: parsed.startedAt,
      ended_at: parsed.endedAt,
      source_time: (parsed.state === 'resolved' ? parsed.endedAt : parsed.startedAt) ?? now,
      received_at: now,
      outcome: 'recorded',
    })
    .onConflict((oc) => oc.columns(['source_id', 'key', 'occurrence', 'state']).doNothing())
    .returningAll()
    .executeTakeFirst()
}

async function repeated(ctx: Context, source: Source, parsed: ParsedAlert, occurrence: string): Promise<Receipt> {
  const row = await ctx.db
    .updateTable('alerts')
    .set((eb) => ({ repeats: eb('repeats', '+', 1) }))
    .where('source_id', '=', source.id)
    .where('key', '=', parsed.key)
    .where('occurrence', '=', occurrence)
    .where('state', '=', parsed.state)
    .returning(['incident_id', 'rule_id'])
    .executeTakeFirstOrThrow()
  const rule = row.rule_id
    ? await ctx.db.selectFrom('rules').select('name').where('id', '=', row.rule_id).executeTakeFirst()
    : null
  return {
    key: parsed.key,
    state: parsed.state,
    duplicate: true,
    rule: rule?.name ?? null,
    outcome: 'ignored',
    incident: row.incident_id,
  }
}

async function keep(ctx: Context, alert: Alert, verdict: Verdict) {
  await ctx.db
    .updateTable('alerts')
    .set({
      outcome: verdict.outcome,
      reason: verdict.reason,
      rule_id: verdict.rule,
      component_id: verdict.component,
      draft_id: verdict.draft,
      incident_id: verdict.incident,
    })
    .where('id', '=', alert.id)
    .execute()
  await record(ctx, {
    kind: 'alert.received',
    subject: alert.id,
    incident: verdict.incident,
    data: { state: alert.state, title: alert.title, outcome: verdict.outcome, reason: verdict.reason },
  })
}
