import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { likeText } from '../lib/like.ts'
import { findPage } from '../pages/find.ts'
import { type Cursor, page } from '../web/paging.ts'

/** Events newest first. Their order is their number, so a cursor needs only that. */
export async function listEvents(
  ctx: Context,
  filter: {
    limit: number
    cursor?: Cursor | undefined
    /** Slug or id. */
    page?: string | undefined
    incident?: string | undefined
    kind?: string | undefined
    /** The first part of the kinds wanted: `source` finds source.created and all others. */
    area?: string | undefined
    /** Part of the name of who did it, or the id of what changed. */
    q?: string | undefined
  },
) {
  let query = ctx.db.selectFrom('events').selectAll().where('org_id', '=', ctx.org)
  const { page: name } = filter
  if (name) query = query.where('page_id', '=', (await findPage(ctx, name)).id)
  if (filter.incident) query = query.where('incident_id', '=', filter.incident)
  if (filter.kind) query = query.where('kind', '=', filter.kind)
  if (filter.area) query = query.where('kind', 'like', `${filter.area}.%`)
  if (filter.q) {
    const { q } = filter
    query = query.where((eb) => eb.or([eb('actor_name', 'ilike', likeText(q)), eb('subject_id', '=', q)]))
  }
  if (filter.cursor) query = query.where('id', '<', numberOf(filter.cursor))
  const rows = await query
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  const { items, nextCursor } = page(rows, filter.limit, (row) => ({ at: row.created_at, id: String(row.id) }))
  return {
    items: items.map((row) => ({
      id: row.id,
      kind: row.kind,
      subject: row.subject_id,
      page: row.page_id,
      incident: row.incident_id,
      actor: { kind: row.actor_kind, name: row.actor_name },
      data: row.data as Record<string, unknown>,
      createdAt: row.created_at,
    })),
    nextCursor,
  }
}

function numberOf(cursor: Cursor): number {
  if (!/^\d{1,15}$/.test(cursor.id))
    throw new InvalidInput('The cursor is of another list.', [
      { pointer: '/cursor', detail: 'expected the nextCursor of an earlier answer' },
    ])
  return Number(cursor.id)
}
