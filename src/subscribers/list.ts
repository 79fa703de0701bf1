import type { Context } from '../lib/context.ts'
import { type Cursor, olderThan } from '../web/paging.ts'
import { type Filter, matching } from './filter.ts'
import type { Subscriber } from './find.ts'

/** Subscribers that match, newest first, one more than `limit`. */
export async function listSubscribers(
  ctx: Context,
  { limit, cursor, ...filter }: Filter & { limit: number; cursor?: Cursor | undefined },
): Promise<Subscriber[]> {
  return ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where(await matching(ctx, filter))
    .where(olderThan(cursor))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}
