import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import type { Lane } from './lanes.ts'

/** A delivery that this process is about to send. */
export type Claimed = {
  id: string
  announcement_id: string
  update_id: string
  incident_id: string
  subscriber_id: string
  reason: string
  attempts: number
  created_at: Date
}

/**
 * Takes up to `count` deliveries of a lane for this process. One that follows another to the same reader about the same
 * incident waits until that one is done, so that the order never reverses.
 */
export async function claim(ctx: Context, lane: Lane, process: string, count: number): Promise<Claimed[]> {
  const now = ctx.now()
  const isDue = lane.name === 'first' ? sql`true` : sql`d.next_attempt_at <= ${now}`
  const { rows } = await sql<Claimed>`
    with due as (
      select d.id from deliveries d
      where d.org_id = ${ctx.org} and d.state = 'queued' and ${inLane(lane)} and ${isDue}
        and not exists (
          select 1 from deliveries earlier
          where earlier.incident_id = d.incident_id and earlier.subscriber_id = d.subscriber_id
            and earlier.state in ('queued', 'sending') and earlier.event_id < d.event_id)
      order by d.event_id, d.id limit ${count} for update of d skip locked
    )
    update deliveries set state = 'sending', claimed_by = ${process}, claimed_at = ${now}, updated_at = ${now}
    from due where deliveries.id = due.id
    returning deliveries.id, announcement_id, update_id, incident_id, subscriber_id, reason, attempts, created_at`.execute(
    ctx.db,
  )
  return rows
}

const inLane = (lane: Lane) =>
  lane.name === 'first' ? sql`d.page_id = ${lane.page} and d.attempts = 0` : sql`d.attempts > 0`

/** Gives back what an earlier run of the lane in this process left when the database failed: runs of a lane never overlap. */
export const releaseOwn = (ctx: Context, lane: Lane, process: string) =>
  sql`
    update deliveries d set state = 'queued', claimed_by = null, claimed_at = null, updated_at = ${ctx.now()}
    where d.org_id = ${ctx.org} and d.state = 'sending' and d.claimed_by = ${process} and ${inLane(lane)}`.execute(
    ctx.db,
  )

/** Longer than any attempt can take: what is claimed for longer was forgotten by its process. */
const forgottenAfter = 5 * 60_000

/** Gives back what dead processes were sending, and what a living one forgot. It keeps its Message-ID. */
export async function releaseAbandoned(ctx: Context): Promise<number> {
  const now = ctx.now()
  const { rows } = await sql`
    update deliveries set state = 'queued', claimed_by = null, claimed_at = null, updated_at = ${now}
    where org_id = ${ctx.org} and state = 'sending'
      and (claimed_at < ${new Date(now.getTime() - forgottenAfter)}
        or not exists (select 1 from processes where processes.id = deliveries.claimed_by))
    returning deliveries.id`.execute(ctx.db)
  return rows.length
}
