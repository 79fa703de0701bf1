import { sql } from 'kysely'
import type { Outcome } from '../channels/channel.ts'
import { familyOf } from '../channels/family.ts'
import type { Context } from '../lib/context.ts'
import { quarantine } from '../subscribers/quarantine.ts'
import { noteBounce, suppress } from '../subscribers/suppress.ts'
import type { Attempt } from './attempt.ts'
import type { Facts } from './facts.ts'
import { bucketOf, later } from './objective.ts'
import { givenUp } from './schedule.ts'
import { tryAgainAt } from './try-again.ts'
import { inQuietHours, overtaken } from './words.ts'

/** What became of a claimed delivery. */
export type Settled = {
  id: string
  /** Of the claim that this is the end of. */
  claimedAt: Date | null
  state: 'queued' | 'sent' | 'failed' | 'skipped'
  reason: string | null
  detail: string | null
  /** Counts as an attempt. */
  tried: boolean
  nextAttemptAt: Date | null
  /** How long a first attempt took, counted; see `objective.ts`. */
  bucket?: number
  account?: string | null
  host?: string | null
  receipt?: string | null
  /** Of several that were told in one message, the one that stands for them. */
  togetherWith?: string | null
  /** Waits until then, untried. */
  notBefore?: Date | null
}

/** What follows from an attempt, for the delivery and for the destination. Where none could be made it waits on. */
export async function settle(ctx: Context, facts: Facts, attempt: Attempt | 'full' | 'barred'): Promise<Settled> {
  if (typeof attempt === 'string')
    return { ...waits, id: facts.delivery, claimedAt: facts.claimed_at, togetherWith: facts.together_with }
  const { outcome, account, host } = attempt
  const ended = {
    id: facts.delivery,
    claimedAt: facts.claimed_at,
    reason: null,
    tried: true,
    nextAttemptAt: null,
    bucket: bucket(ctx, facts),
    account,
    host,
  }
  if (outcome.result === 'sent')
    return { ...ended, state: 'sent', detail: outcome.detail, receipt: outcome.receipt ?? null }
  if (outcome.result === 'permanent') {
    await endDestination(ctx, facts, outcome.reason)
    return { ...ended, state: 'failed', detail: outcome.reason }
  }
  const nextAttemptAt = outcome.result === 'transient' ? await tryAgainAt(ctx, facts, outcome.retryAfter) : null
  if (outcome.result === 'transient' && nextAttemptAt) {
    const asItWas = outcome.mayHaveArrived ? facts.delivery : null
    const togetherWith = facts.together_with ?? asItWas
    return { ...ended, state: 'queued', detail: outcome.reason, nextAttemptAt, togetherWith }
  }
  if (tellsAgainst(facts, outcome)) await noteBounce(ctx, facts.subscriber, outcome.reason)
  return {
    ...ended,
    state: 'failed',
    detail: outcome.result === 'transient' ? givenUp(facts, outcome.reason) : outcome.reason,
  }
}

/** A vendor that was away for days says nothing about those who are behind it; a program's own host is the destination. */
const tellsAgainst = ({ channel }: Facts, outcome: Outcome) =>
  outcome.result !== 'transient' || !outcome.unreachable || familyOf(channel) === 'program'

const waits = { state: 'queued', reason: null, detail: null, tried: false, nextAttemptAt: null } as const

const bucket = (ctx: Context, { attempts, created_at, not_before }: Facts) =>
  attempts > 0 ? later : bucketOf(ctx.now().getTime() - (not_before ?? created_at).getTime())

/** What follows for the others that were in the same message. Where it is tried again, they wait for that. */
export function settleWith(ctx: Context, lead: Settled, facts: Facts): Settled {
  const { account, host, nextAttemptAt, state, detail, tried, togetherWith } = lead
  const own = {
    id: facts.delivery,
    claimedAt: facts.claimed_at,
    reason: null,
    state,
    detail,
    tried,
    bucket: bucket(ctx, facts),
    account,
    host,
  }
  if (state !== 'queued') return { ...own, nextAttemptAt: null, togetherWith: lead.id }
  // What may have been told together stays together.
  if (togetherWith) return { ...own, nextAttemptAt, togetherWith }
  return { ...waits, id: facts.delivery, claimedAt: facts.claimed_at, notBefore: nextAttemptAt }
}

/** A mailbox that does not exist is written to from no page; elsewhere one destination is meant, and may come back. */
const endDestination = (ctx: Context, { email, subscriber }: Facts, reason: string) =>
  email === null ? quarantine(ctx, { id: subscriber, reason }) : suppress(ctx, { email, reason })

export const skipped = (facts: Facts, reason: string): Settled => ({
  id: facts.delivery,
  claimedAt: facts.claimed_at,
  state: 'skipped',
  reason,
  detail: null,
  tried: false,
  nextAttemptAt: null,
  // It tells later that this one may have left.
  togetherWith: facts.together_with,
})

/** Its reader's quiet hours hold: it waits for their end. */
export const postponed = (facts: Facts, notBefore: Date): Settled => ({
  id: facts.delivery,
  claimedAt: facts.claimed_at,
  state: 'queued',
  reason: null,
  detail: inQuietHours,
  tried: false,
  nextAttemptAt: null,
  // What may have left is told as it was in the morning too.
  togetherWith: facts.together_with,
  notBefore,
})

/**
 * Writes what became of deliveries, and counts it, in one statement; only of those that are still this
 * process's, by the same claim. One that
 * would be tried again is superseded where a newer post to the same reader was chosen while it was leaving: it would hold
 * that up.
 */
export async function writeSettled(ctx: Context, process: string, settled: readonly Settled[]): Promise<void> {
  const now = ctx.now()
  const ids = settled.map(({ id }) => id)
  // What nobody of them has is an empty list: the database takes what is missing for null.
  const some = <T>(of: (one: Settled) => T | null | undefined) =>
    settled.some((one) => (of(one) ?? null) !== null) ? settled.map((one) => of(one) ?? null) : []
  // To plan what looks for newer posts takes longer than to write the ends of those that left.
  const isOvertaken = settled.some(({ state }) => state === 'queued') ? hasNewer : sql`false`
  await sql`
    with settled as (
      select * from unnest(
        ${ids}::text[], ${settled.map((one) => one.claimedAt)}::timestamptz[],
        ${settled.map((one) => one.state)}::text[],
        ${some((one) => one.reason)}::text[], ${some((one) => one.detail)}::text[],
        ${settled.map((one) => one.tried)}::bool[], ${some((one) => one.nextAttemptAt)}::timestamptz[],
        ${settled.map((one) => one.bucket ?? later)}::smallint[], ${some((one) => one.account)}::text[],
        ${some((one) => one.host)}::text[], ${some((one) => one.receipt)}::text[],
        ${some((one) => one.togetherWith)}::text[],
        ${some((one) => one.notBefore)}::timestamptz[]
      ) as row (id, claimed, state, reason, detail, tried, next_attempt_at, bucket, account, host, receipt, together_with, not_before)
    ), written as (
      update deliveries d set state = case when ${isOvertaken} then 'superseded' else row.state end,
        reason = coalesce(row.reason, d.reason),
        detail = case when ${isOvertaken} then ${overtaken} when row.state = 'queued' and not row.tried then coalesce(row.detail, d.detail)
          else row.detail end,
        attempts = d.attempts + row.tried::int,
        next_attempt_at = case when row.state = 'queued' and not row.tried then d.next_attempt_at
          else row.next_attempt_at end,
        sent_at = case row.state when 'sent' then ${now}::timestamptz end,
        account_id = case when row.tried then (select id from channel_accounts where id = row.account) else d.account_id end,
        host = coalesce(row.host, d.host), receipt = coalesce(row.receipt, d.receipt), together_with = row.together_with,
        not_before = coalesce(row.not_before, d.not_before), claimed_by = null, claimed_at = null, updated_at = ${now}
      from settled row
      where d.id = row.id and d.id = any(${ids}::text[])
        and case when ${isSending} and d.claimed_by = ${process} then true end
        and d.claimed_at is not distinct from row.claimed
      returning d.org_id, d.announcement_id, d.channel, d.state, row.bucket, row.tried
    )
    insert into delivery_pace (org_id, announcement_id, channel, minute, state, bucket, count)
    select org_id, announcement_id, channel, date_trunc('minute', ${now}::timestamptz), state, bucket, count(*)
    from written where tried group by 1, 2, 3, 4, 5, 6 order by 2, 3, 4, 5, 6
    on conflict (announcement_id, channel, minute, state, bucket)
      do update set count = delivery_pace.count + excluded.count`.execute(ctx.db)
}

/**
 * Not as the index of those has it: it is full of what was sent since it was last cleared, and finds all of that. In a
 * `case`, or few are expected to be sending, and each of them is compared with each of those that ended.
 */
const isSending = sql`d.state is not distinct from 'sending'`

/** What somebody sent again by hand, whatever was newer then, is overtaken by what came since; what was taken back overtakes nothing. */
const hasNewer = sql`(row.state = 'queued' and exists (
  select 1 from deliveries newer join announcements a on a.id = newer.announcement_id
    join incident_updates u on u.id = newer.update_id
  where newer.incident_id = d.incident_id and newer.subscriber_id = d.subscriber_id and newer.event_id > d.event_id
    and (d.not_before is null or newer.created_at >= d.not_before) and a.kind = 'update'
    and (newer.state in ('sending', 'sent') or (newer.state = 'queued' and u.withdrawn_at is null))))`
