import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { inLane } from './claim.ts'
import { type Lane, laneName, type PostOffice } from './lanes.ts'
import { later } from './objective.ts'
import { longestWait } from './schedule.ts'
import { gathered, inQuietHours } from './words.ts'

const looksEvery = 30_000

/**
 * Before a lane's turn: what has waited for too long is old news and is given up, and the ledger says so. Its age is counted
 * from when it was due, and of a post that was paused from when it was resumed.
 */
export async function giveUpTheOld(ctx: Context, office: PostOffice, lane: Lane): Promise<void> {
  const [name, now] = [laneName(ctx, lane), ctx.now().getTime()]
  if (now - (office.lookedForOld?.get(name) ?? Number.NEGATIVE_INFINITY) < looksEvery) return
  office.lookedForOld?.set(name, now)
  while ((await giveUpSome(ctx, lane)) === chunk);
}

const chunk = 2000
/** Nothing older can wait: a delivery can be sent again for 30 days. */
const oldest = 40 * 86_400_000

async function giveUpSome(ctx: Context, lane: Lane): Promise<number> {
  const now = ctx.now()
  const { milliseconds, words } = longestWait(lane.channel)
  const before = new Date(now.getTime() - milliseconds)
  const { rows } = await sql<{ count: number }>`
    with old as (${lane.name === 'first' ? oldFirst(ctx, lane, before) : oldRetries(ctx, lane, before)}), ended as (
      update deliveries d set state = 'failed', updated_at = ${now}, detail = ${`given up after ${words}: `}::text || case
        when d.detail is null or d.detail in (${gathered}, ${inQuietHours}) then ${untried} else d.detail end
      from old where d.id = old.id returning d.org_id, d.announcement_id, d.channel
    ), counted as (
      insert into delivery_pace (org_id, announcement_id, channel, minute, state, bucket, count)
      select org_id, announcement_id, channel, date_trunc('minute', ${now}::timestamptz), 'failed', ${later}::smallint, count(*)
      from ended group by 1, 2, 3
      on conflict (announcement_id, channel, minute, state, bucket)
        do update set count = delivery_pace.count + excluded.count
    )
    select count(*)::int as count from ended`.execute(ctx.db)
  return rows[0]?.count ?? 0
}

/** Announcement by announcement, as the index goes: there are few, where there may be a million rows that are not old. */
const oldFirst = (ctx: Context, lane: Lane & { name: 'first' }, before: Date) => sql`
  select d.id from announcements a cross join lateral (
    select d.id from deliveries d
    where d.org_id = ${ctx.org} and d.event_id = a.event_id and d.state = 'queued' and ${inLane(lane)}
      and ${isOld(before)}
    limit ${chunk} for update skip locked) d
  where a.page_id = ${lane.page} and a.created_at < ${before} and a.created_at > ${new Date(before.getTime() - oldest)}
    and ${isTold(before)}
  limit ${chunk}`

const oldRetries = (ctx: Context, lane: Lane, before: Date) => sql`
  select d.id from deliveries d join announcements a on a.id = d.announcement_id
  where d.org_id = ${ctx.org} and d.state = 'queued' and ${inLane(lane)} and d.next_attempt_at <= ${ctx.now()}
    and ${isOld(before)} and ${isTold(before)}
  limit ${chunk} for update of d skip locked`

const isOld = (before: Date) => sql`greatest(d.created_at, d.not_before) < ${before}`

/** Neither paused now nor of late. */
const isTold = (before: Date) => sql`a.paused_at is null and not exists (
  select 1 from events e
  where e.subject_id = a.update_id and e.kind = 'telling.resumed' and e.created_at >= ${before})`

const untried = 'its host could not be reached, or its turn did not come'
