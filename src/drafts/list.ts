import type { Context } from '../lib/context.ts'
import { findPage } from '../pages/find.ts'
import type { Cursor } from '../web/paging.ts'
import type { Draft } from './write.ts'

/** Drafts newest first, one more than `limit`. `state`: `waiting` for those that nobody has decided, or one of theirs. */
export async function listDrafts(
  ctx: Context,
  filter: { limit: number; cursor?: Cursor | undefined; state?: string | undefined; page?: string | undefined },
): Promise<Draft[]> {
  const { limit, cursor, state, page } = filter
  let query = ctx.db.selectFrom('drafts').selectAll().where('org_id', '=', ctx.org)
  if (state === 'waiting') query = query.where('state', 'in', ['held', 'awaiting_approval'])
  else if (state) query = query.where('state', '=', state)
  if (page) query = query.where('page_id', '=', (await findPage(ctx, page)).id)
  if (cursor) query = query.where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(cursor.at, cursor.id)))
  return query
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}
