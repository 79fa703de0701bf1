import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import type { Announcement } from './announce.ts'
import type { Listener } from './choose.ts'

export type Candidate = Listener & { id: string }

/** The next subscribers of the page after the cursor, by id. Those who were erased are nobody's business any more. */
export async function candidates(ctx: Context, announcement: Announcement, size: number): Promise<Candidate[]> {
  const rows = await ctx.db
    .selectFrom('subscribers as s')
    .select(['s.id', 's.email', 's.state', 's.reason', 's.all_components'])
    .select(
      sql<string[]>`array(select component_id from subscriber_components where subscriber_id = s.id)`.as('chosen'),
    )
    .where('s.org_id', '=', ctx.org)
    .where('s.page_id', '=', announcement.page_id)
    .where('s.id', '>', announcement.cursor)
    .where('s.state', '<>', 'erased')
    .orderBy('s.id')
    .limit(size)
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
    choice: row.all_components ? null : row.chosen,
    ...(told ? { told: told.get(row.id) ?? 'no' } : {}),
  }))
}

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
