import type { ExpressionBuilder } from 'kysely'
import type { Database } from '../db/schema.ts'
import type { Context } from '../lib/context.ts'
import { likeText } from '../lib/like.ts'
import { findPage } from '../pages/find.ts'
import type { Cursor } from '../web/paging.ts'
import type { Incident } from './find.ts'

export type IncidentFilter = {
  limit: number
  cursor?: Cursor | undefined
  page?: string | undefined
  state?: string | undefined
  /** Words of the title or of a post. */
  search?: string | undefined
  kinds: readonly string[]
}

/** Incidents newest first, one more than `limit`. `state`: open, ended, or a phase. */
export async function listIncidents(ctx: Context, filter: IncidentFilter): Promise<Incident[]> {
  const { limit, cursor, page, state, search } = filter
  let query = ctx.db
    .selectFrom('incidents')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('kind', 'in', [...filter.kinds])
  if (page) query = query.where('page_id', '=', (await findPage(ctx, page)).id)
  if (state === 'open') query = query.where('resolved_at', 'is', null)
  else if (state === 'ended') query = query.where('resolved_at', 'is not', null)
  else if (state) query = query.where('status', '=', state)
  if (search)
    query = query.where((eb) => eb.or([eb('title', 'ilike', likeText(search)), eb('id', 'in', posts(eb, search))]))
  if (cursor) query = query.where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(cursor.at, cursor.id)))
  return query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

const posts = (eb: ExpressionBuilder<Database, 'incidents'>, search: string) =>
  eb.selectFrom('incident_updates').select('incident_id').where('body', 'ilike', likeText(search))
