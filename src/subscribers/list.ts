import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { type Cursor, olderThan } from '../web/paging.ts'
import { fewMatching, mayBeFew } from './few.ts'
import { type Filter, matching } from './filter.ts'
import type { Subscriber } from './find.ts'

/** Subscribers that match, newest first, one more than `limit`. */
export async function listSubscribers(
  ctx: Context,
  { limit, cursor, ...filter }: Filter & { limit: number; cursor?: Cursor | undefined },
): Promise<Subscriber[]> {
  const condition = await matching(ctx, filter)
  const few = mayBeFew(filter) ? await fewMatching(ctx, condition, { limit: limit + 1, cursor }) : null
  return ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where(few ? sql<boolean>`id = any(${few.ids}::text[])` : sql<boolean>`${condition} and ${olderThan(cursor)}`)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}
