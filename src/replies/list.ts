import type { Context } from '../lib/context.ts'
import { type Cursor, olderThan } from '../web/paging.ts'

/** What readers answered, newest first, one more than `limit`. `words`: without the keywords, which answered themselves. */
export const listReplies = (
  ctx: Context,
  { limit, cursor, words = false }: { limit: number; cursor?: Cursor | undefined; words?: boolean },
) =>
  ctx.db
    .selectFrom('replies')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where(olderThan(cursor))
    .$if(words, (query) => query.where('keyword', 'is', null))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
