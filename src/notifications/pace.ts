import { sql } from 'kysely'
import { media } from '../channels/channel.ts'
import type { Base, Context } from '../lib/context.ts'
import { type Figures, figuresOf } from './objective.ts'

/** How quickly a channel's messages leave. */
export type Pace = {
  channel: string
  figures: Figures
  /** Age in seconds of the oldest message that has not been tried and could be; null: none waits. */
  oldest: number | null
}

/** By channel, for those that were used in the time or have something waiting. Of one organization, or of all. */
export async function paceSince({ db, now }: Pick<Base, 'db' | 'now'>, since: Date, org?: string): Promise<Pace[]> {
  const { rows } = await sql<{ channel: string; bucket: number; count: number }>`
    select channel, bucket, sum(count)::int as count from delivery_pace
    where minute >= ${since} and (${org ?? null}::text is null or org_id = ${org ?? null})
    group by channel, bucket`.execute(db)
  const oldest = await oldestWaiting({ db, now }, org)
  const channels = [...new Set([...rows.map((row) => row.channel), ...oldest.keys()])].toSorted()
  return channels.map((channel) => ({
    channel,
    figures: figuresOf(rows.filter((row) => row.channel === channel)),
    oldest: oldest.get(channel) ?? null,
  }))
}

/** Nothing older can wait: a delivery can be sent again for 30 days. */
const oldestThere = 40 * 86_400_000

/**
 * By the index of what waits: the first of each post of a page and channel for which anything does. What is paused, or waits
 * for a moment, is not late, and hides nothing behind it that is: of the first thousand of each post.
 */
async function oldestWaiting({ db, now }: Pick<Base, 'db' | 'now'>, org?: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ channel: string; since: Date }>`
    select c.channel, min(greatest(d.created_at, d.not_before)) as since
    from pages p cross join unnest(${[...media]}::text[]) as c (channel) cross join lateral (
      select event_id as first from deliveries
      where page_id = p.id and channel = c.channel and state = 'queued' and attempts = 0
      order by event_id, id limit 1) waiting
    join announcements a on a.page_id = p.id and a.created_at > ${new Date(now().getTime() - oldestThere)} and a.event_id >= waiting.first
      and a.paused_at is null
    cross join lateral (
      select created_at, not_before from deliveries
      where page_id = p.id and channel = c.channel and state = 'queued' and attempts = 0 and event_id = a.event_id
      order by id limit 1000) d
    where (${org ?? null}::text is null or p.org_id = ${org ?? null})
      and (d.not_before is null or d.not_before <= ${now()})
    group by c.channel`.execute(db)
  return new Map(rows.map(({ channel, since }) => [channel, Math.max(0, (now().getTime() - since.getTime()) / 1000)]))
}

/** Counts are for the console and the objective alone: two days are enough, and a post's own progress ends with it. */
export const forgetPace = (ctx: Context) =>
  ctx.db
    .deleteFrom('delivery_pace')
    .where('org_id', '=', ctx.org)
    .where('minute', '<', new Date(ctx.now().getTime() - 2 * 86_400_000))
    .execute()
