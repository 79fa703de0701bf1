import { sql } from 'kysely'
import { findSource } from '../hooks/find.ts'
import type { Context } from '../lib/context.ts'
import { likeText } from '../lib/like.ts'
import type { Cursor } from '../web/paging.ts'

export type InboxRow = {
  id: string
  source: string
  sourceName: string
  state: string
  reason: string | null
  size: number
  receivedAt: Date
  /** The title of the first alert that it was understood as, and how many there are. */
  title: string | null
  alerts: number
}

/** Arrivals for people, newest first, one more than `limit`. Looks in sources, reasons, and the alerts they became. */
export async function inbox(
  ctx: Context,
  filter: {
    limit: number
    cursor?: Cursor | undefined
    q?: string | undefined
    state?: string | undefined
    source?: string | undefined
  },
): Promise<InboxRow[]> {
  const { limit, cursor, q, state, source } = filter
  const wanted = [
    sql`a.org_id = ${ctx.org}`,
    ...(state ? [sql`a.state = ${state}`] : []),
    ...(source ? [sql`a.source_id = ${(await findSource(ctx, source)).id}`] : []),
    ...(cursor ? [sql`(a.received_at, a.id) < (${cursor.at}::timestamptz, ${cursor.id})`] : []),
    ...(q ? [found(likeText(q))] : []),
  ]
  const { rows } = await sql<InboxRow>`
    select a.id, s.key as source, s.name as "sourceName", a.state, a.reason, a.size, a.received_at as "receivedAt",
      (select title from alerts where arrival_id = a.id order by received_at, id limit 1) as title,
      (select count(*)::int from alerts where arrival_id = a.id) as alerts
    from arrivals a join sources s on s.id = a.source_id
    where ${sql.join(wanted, sql` and `)}
    order by a.received_at desc, a.id desc
    limit ${limit + 1}`.execute(ctx.db)
  return rows
}

const found = (pattern: string) =>
  sql`(a.reason ilike ${pattern} or s.name ilike ${pattern} or s.key ilike ${pattern} or exists (
    select 1 from alerts t where t.arrival_id = a.id and (t.title ilike ${pattern} or t.key ilike ${pattern})))`
