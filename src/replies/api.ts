import { z } from '../lib/zod.ts'
import { instant, listOf, listQuery, page } from '../web/paging.ts'
import { type AnyRoute, defineRoute } from '../web/route.ts'
import { listReplies } from './list.ts'

const ReplyShape = z
  .object({
    id: z.string(),
    channel: z.string(),
    from: z.string().meta({ description: 'What the console calls who wrote; never the number itself.' }),
    text: z.string(),
    keyword: z.enum(['stop', 'start', 'help']).nullable(),
    createdAt: instant,
  })
  .openapi('Reply')

export const replyRoutes: AnyRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/replies',
    permission: 'editor',
    summary: 'What readers answered to messages, newest first; kept for 90 days',
    tags: ['Subscribers'],
    query: listQuery({}),
    response: listOf(ReplyShape),
    run: async (ctx, { query }) => {
      const rows = await listReplies(ctx, query)
      const { items, nextCursor } = page(rows, query.limit, (row) => ({ at: row.created_at, id: row.id }))
      return {
        items: items.map((row) => ({
          id: row.id,
          channel: row.channel,
          from: row.label,
          text: row.body,
          keyword: z.enum(['stop', 'start', 'help']).nullable().parse(row.keyword),
          createdAt: row.created_at,
        })),
        nextCursor,
      }
    },
  }),
]
