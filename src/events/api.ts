import { z } from '../lib/zod.ts'
import { instant, listOf, listQuery } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { listEvents } from './list.ts'

export const EventShape = z
  .object({
    id: z.number(),
    kind: z.string(),
    subject: z.string(),
    page: z.string().nullable(),
    incident: z.string().nullable(),
    actor: z.object({ kind: z.string(), name: z.string() }),
    data: z.record(z.string(), z.unknown()),
    createdAt: instant,
  })
  .openapi('Event')

export const eventRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/events',
    permission: 'viewer',
    summary: 'Everything that changed, and who changed it, newest first',
    tags: ['Events'],
    query: listQuery({ page: z.string().optional(), incident: z.string().optional(), kind: z.string().optional() }),
    response: listOf(EventShape),
    run: (ctx, { query }) => listEvents(ctx, query),
  }),
]
