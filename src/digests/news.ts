import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import type { Announcement } from '../notifications/announce.ts'
import { type Candidate, candidatesAmong } from '../notifications/candidates.ts'
import { choose, type Subject } from '../notifications/choose.ts'
import { subjectOf } from '../notifications/fan-out.ts'

/** What was told of a page, and when: each post with what choosing needs to know of it. */
export type News = { announcement: Announcement; subject: Subject; at: Date }[]

/**
 * The posts that people were told of since a moment, oldest first. What was taken back or stopped is no news, and what is
 * paused is news once it is resumed.
 */
export async function newsSince(ctx: Context, page: string, since: Date): Promise<News> {
  const announcements = await ctx.db
    .selectFrom('announcements as a')
    .innerJoin('incident_updates as u', 'u.id', 'a.update_id')
    .selectAll('a')
    .select(toldAt.as('at'))
    .where('a.page_id', '=', page)
    .where('a.org_id', '=', ctx.org)
    .where('a.kind', '=', 'update')
    .where('a.silent_reason', 'is', null)
    .where('u.withdrawn_at', 'is', null)
    .where('a.paused_at', 'is', null)
    .where('a.stopped_at', 'is', null)
    .where(toldAt, '>=', since)
    .orderBy('a.event_id')
    .execute()
  const news: News = []
  for (const { at, ...announcement } of announcements)
    news.push({ announcement, subject: await subjectOf(ctx, announcement), at })
  return news
}

/** Nobody was told while it was paused. */
const toldAt = sql<Date>`greatest(a.created_at, (
  select max(e.created_at) from events e where e.subject_id = a.update_id and e.kind = 'telling.resumed'))`

/** A post that somebody hears of. `words`: the audience whose text of it they get; null for that of everybody. */
export type Told = { update: string; words: string | null }

/** The updates that somebody would have been told of, one by one, had they not asked for all at once: the newest of each incident. */
export function newsFor(news: News, listener: Candidate, since: Date): Told[] {
  const wishes = listener.wishes && { ...listener.wishes, digest: null, quietHours: null }
  const wanted = news.filter(
    ({ subject, at }) => at >= since && choose(subject, { ...listener, ...(wishes && { wishes }) }).tell,
  )
  const onlooker = { email: listener.email ?? null, world: listener.world ?? false }
  const told = wanted.map(({ announcement: { incident_id, update_id }, subject }) => {
    const words = subject.sight?.(onlooker).words ?? null
    return [incident_id, { update: update_id, words }] as const
  })
  return [...new Map(told).values()]
}

/** Who listens, with what they wish; any announcement of the page will do. */
export const listenersOf = (ctx: Context, news: News, ids: readonly string[]): Promise<Candidate[]> =>
  news[0]
    ? candidatesAmong(
        ctx,
        news[0].announcement,
        ids,
        false,
        news.flatMap(({ subject }) => subject.only ?? []),
      )
    : Promise.resolve([])
