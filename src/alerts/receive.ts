import type { Alert } from '../drafts/write.ts'
import { record } from '../events/record.ts'
import type { SourceRow as Source } from '../hooks/find.ts'
import { type Context, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { lockFor } from '../rules/facts.ts'
import type { Outcome } from '../rules/policy.ts'
import type { ParsedAlert } from '../sources/source.ts'
import { openFiring } from './earlier.ts'
import { fire } from './fire.ts'
import { recover } from './recover.ts'
import { recorded, type Verdict, verdictColumns } from './verdict.ts'

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
  told: ParsedAlert,
): Promise<Receipt> {
  const { parsed, note } = withoutFuture(told, outer.now())
  return transaction(outer, async (ctx) => {
    await lockFor(ctx, 'key', `${source.id} ${parsed.key}`)
    const occurrence = parsed.occurrence ?? (await guessOccurrence(ctx, source, parsed))
    const alert = await insert(ctx, source, arrival, parsed, occurrence)
    if (!alert) return repeated(ctx, source, parsed, occurrence)
    const decided = await decide(ctx, source, alert)
    const verdict = { ...decided, reason: `${decided.reason}${note}` }
    await keep(ctx, alert, verdict)
    return {
      key: alert.key,
      state: parsed.state,
      duplicate: false,
      rule: await nameOf(ctx, verdict.rule),
      outcome: verdict.outcome,
      incident: verdict.incident,
    }
  })
}

/** A time to come would outlast every firing after it: whoever has heard the news knows that it has happened by now. */
function withoutFuture(told: ParsedAlert, now: Date): { parsed: ParsedAlert; note: string } {
  const past = (time: Date | null) => (time !== null && time > now ? now : time)
  const parsed = { ...told, startedAt: past(told.startedAt), endedAt: past(told.endedAt) }
  const isAhead = parsed.startedAt !== told.startedAt || parsed.endedAt !== told.endedAt
  return { parsed, note: isAhead ? ' Its source dated it in the future; the time of its arrival counts.' : '' }
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
  return {
    key: parsed.key,
    state: parsed.state,
    duplicate: true,
    rule: await nameOf(ctx, row.rule_id),
    outcome: 'ignored',
    incident: row.incident_id,
  }
}

const nameOf = async (ctx: Context, rule: string | null): Promise<string | null> =>
  rule === null
    ? null
    : ((await ctx.db.selectFrom('rules').select('name').where('id', '=', rule).executeTakeFirst())?.name ?? null)

async function keep(ctx: Context, alert: Alert, verdict: Verdict) {
  await ctx.db.updateTable('alerts').set(verdictColumns(verdict)).where('id', '=', alert.id).execute()
  await record(ctx, {
    kind: 'alert.received',
    subject: alert.id,
    incident: verdict.incident,
    data: { state: alert.state, title: alert.title, outcome: verdict.outcome, reason: verdict.reason },
  })
}
