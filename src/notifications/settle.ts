import { sql } from 'kysely'
import type { Outcome } from '../channels/channel.ts'
import type { Context } from '../lib/context.ts'
import { noteBounce, suppress } from '../subscribers/suppress.ts'
import type { Facts } from './facts.ts'
import { overtaken } from './words.ts'

/** What became of a claimed delivery. */
export type Settled = {
  id: string
  state: 'queued' | 'sent' | 'failed' | 'skipped'
  reason: string | null
  detail: string | null
  /** Counts as an attempt. */
  tried: boolean
  nextAttemptAt: Date | null
}

const minute = 60_000
/** Then every four hours, until three days have passed (RFC 5321, 4.5.4.1 asks for four to five; a status is old by then). */
const pauses = [1, 5, 15, 60, 120, 240].map((minutes) => minutes * minute)
const longest = 72 * 60 * minute

/** What follows from an outcome, for the delivery and for the address. */
export async function settle(ctx: Context, facts: Facts, outcome: Outcome): Promise<Settled> {
  const { delivery: id, subscriber } = facts
  const ended = { id, reason: null, tried: true, nextAttemptAt: null }
  if (outcome.result === 'sent') return { ...ended, state: 'sent', detail: outcome.detail }
  if (outcome.result === 'permanent') {
    await suppress(ctx, { email: facts.email!, reason: outcome.reason })
    return { ...ended, state: 'failed', detail: outcome.reason }
  }
  const nextAttemptAt = outcome.result === 'transient' ? nextAttempt(ctx, facts, outcome.retryAfter ?? 0) : null
  if (nextAttemptAt) return { ...ended, state: 'queued', detail: outcome.reason, nextAttemptAt }
  await noteBounce(ctx, subscriber, outcome.reason)
  const why = outcome.result === 'transient' ? `given up after three days: ${outcome.reason}` : outcome.reason
  return { ...ended, state: 'failed', detail: why }
}

export const skipped = (facts: Facts, reason: string): Settled => ({
  id: facts.delivery,
  state: 'skipped',
  reason,
  detail: null,
  tried: false,
  nextAttemptAt: null,
})

/** With a jitter of a fifth, so that what failed together does not come back together. Null: three days are over. */
export function nextAttempt(
  ctx: Pick<Context, 'now' | 'random'>,
  delivery: { attempts: number; created_at: Date },
  retryAfter = 0,
): Date | null {
  const pause = pauses[Math.min(delivery.attempts, pauses.length - 1)]!
  const jitter = 0.8 + (0.4 * ctx.random(2).readUInt16BE()) / 0xffff
  const at = ctx.now().getTime() + Math.max(pause * jitter, retryAfter * 1000)
  return at - delivery.created_at.getTime() > longest ? null : new Date(at)
}

/**
 * Writes what became of deliveries, in one statement; only of those that are still this process's. One that would be
 * tried again is superseded where a newer post to the same reader was chosen while it was leaving: it would hold that up.
 */
export async function writeSettled(ctx: Context, process: string, settled: readonly Settled[]): Promise<void> {
  const now = ctx.now()
  await sql`
    update deliveries d set state = case when ${isOvertaken} then 'superseded' else row.state end,
      reason = coalesce(row.reason, d.reason), detail = case when ${isOvertaken} then ${overtaken} else row.detail end,
      attempts = d.attempts + row.tried::int, next_attempt_at = row.next_attempt_at,
      sent_at = case row.state when 'sent' then ${now}::timestamptz end,
      claimed_by = null, claimed_at = null, updated_at = ${now}
    from unnest(
      ${settled.map((one) => one.id)}::text[], ${settled.map((one) => one.state)}::text[],
      ${settled.map((one) => one.reason)}::text[], ${settled.map((one) => one.detail)}::text[],
      ${settled.map((one) => one.tried)}::bool[], ${settled.map((one) => one.nextAttemptAt)}::timestamptz[]
    ) as row (id, state, reason, detail, tried, next_attempt_at)
    where d.id = row.id and d.state = 'sending' and d.claimed_by = ${process}`.execute(ctx.db)
}

const isOvertaken = sql`(row.state = 'queued' and exists (
  select 1 from deliveries newer join announcements a on a.id = newer.announcement_id
  where newer.incident_id = d.incident_id and newer.subscriber_id = d.subscriber_id and newer.event_id > d.event_id
    and newer.state in ('queued', 'sending', 'sent') and a.kind = 'update'))`
