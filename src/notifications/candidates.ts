import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { preferenceColumns, wishesOf } from '../subscribers/preferences.ts'
import type { Announcement } from './announce.ts'
import type { Listener } from './choose.ts'

export type Candidate = Listener & { id: string; channel: string; host: string }

/** The next subscribers of the page after the cursor, by id. Those who were erased are nobody's business any more. */
export const candidates = (ctx: Context, announcement: Announcement, size: number): Promise<Candidate[]> =>
  listeners(ctx, announcement, { after: announcement.cursor, size })

/** These subscribers as they are now. */
export const candidatesAmong = (
  ctx: Context,
  announcement: Announcement,
  ids: readonly string[],
): Promise<Candidate[]> => listeners(ctx, announcement, { ids })

async function listeners(
  ctx: Context,
  announcement: Announcement,
  which: { after: string; size: number } | { ids: readonly string[] },
): Promise<Candidate[]> {
  const rows = await ctx.db
    .selectFrom('subscribers as s')
    .select([
      's.id',
      's.email',
      's.state',
      's.reason',
      's.all_components',
      's.channel',
      's.host',
      's.world',
      's.labels',
    ])
    .select(preferenceColumns.map((column) => `s.${column}` as const))
    .select(
      sql<string[]>`array(select component_id from subscriber_components where subscriber_id = s.id)`.as('chosen'),
    )
    .select(heard(announcement).as('heard'))
    .where('s.org_id', '=', ctx.org)
    .where('s.page_id', '=', announcement.page_id)
    .where('s.state', '<>', 'erased')
    .$if('ids' in which, (query) =>
      query.where('s.id', '=', sql<string>`any(${'ids' in which ? which.ids : []}::text[])`),
    )
    .$if('after' in which, (query) =>
      'after' in which ? query.where('s.id', '>', which.after).limit(which.size) : query,
    )
    .orderBy('s.id')
    .execute()
  const told =
    announcement.kind === 'update'
      ? null
      : await toldOf(
          ctx,
          announcement,
          rows.map((row) => row.id),
        )
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    state: row.state,
    reason: row.reason,
    channel: row.channel,
    host: row.host,
    world: row.world,
    labels: row.labels,
    heard: row.heard,
    wishes: wishesOf(row),
    choice: row.all_components ? null : row.chosen,
    ...(told ? { told: told.get(row.id) ?? 'no' } : {}),
  }))
}

/** Asked only of those to whom it matters, who are few. */
const heard = ({
  incident_id,
  event_id,
}: Announcement) => sql<boolean>`case when s.phases = 'first_and_last' then exists (
    select 1 from deliveries d where d.subscriber_id = s.id and d.incident_id = ${incident_id}
      and d.event_id < ${event_id} and d.state in ('queued', 'sending', 'sent')) else false end`

/** What became of the mail about the post that is corrected or withdrawn now. */
async function toldOf(ctx: Context, { update_id }: Announcement, subscribers: string[]) {
  const rows = await ctx.db
    .selectFrom('deliveries as d')
    .innerJoin('announcements as a', 'a.id', 'd.announcement_id')
    .select(['d.subscriber_id', 'd.state'])
    .where('d.update_id', '=', update_id)
    .where('a.kind', '=', 'update')
    .where('d.state', 'in', ['sent', 'sending', 'queued'])
    .where('d.subscriber_id', '=', sql<string>`any(${subscribers}::text[])`)
    .execute()
  return new Map(
    rows.map((row) => [row.subscriber_id, row.state === 'queued' ? ('waiting' as const) : ('sent' as const)]),
  )
}
