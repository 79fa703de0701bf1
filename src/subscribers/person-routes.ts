import { z } from '../lib/zod.ts'
import { defineForm } from '../web/page.ts'
import { defineRaw } from '../web/raw-route.ts'
import { defineRoute } from '../web/route.ts'
import { erasePerson, personOf } from './person.ts'

export const personRoutes = [
  defineRaw({
    method: 'GET',
    path: '/api/v1/subscribers/{id}/person',
    permission: 'admin',
    summary: 'All that is known about whoever has this destination, on every page',
    run: async (ctx, { params }) => Response.json(await personOf(ctx, params.id)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/subscribers/{id}/erase-person',
    permission: 'admin',
    summary: 'Forget whoever has this destination, on every page and for good',
    tags: ['Subscribers'],
    response: z.object({ erased: z.int().meta({ description: 'How many subscriptions that were.' }) }),
    run: async (ctx, { params }) => ({ erased: await erasePerson(ctx, params.id) }),
  }),
]

export const personPages = [
  defineRaw({
    method: 'GET',
    path: '/console/subscribers/{id}/person.json',
    permission: 'admin',
    summary: 'All that is known about one person, to be given to them',
    run: async (ctx, { params }) =>
      new Response(JSON.stringify(await personOf(ctx, params.id), null, 2), {
        headers: {
          'content-type': 'application/json',
          'content-disposition': 'attachment; filename="person.json"',
          'cache-control': 'no-store',
        },
      }),
  }),
  defineForm({
    method: 'POST',
    path: '/console/subscribers/{id}/erase-person',
    permission: 'admin',
    input: z.object({}),
    run: async (ctx, { params }) => {
      const count = await erasePerson(ctx, params.id)
      const text = `Erased on every page: ${count} ${count === 1 ? 'subscription' : 'subscriptions'}.`
      return { to: `/console/subscribers/${params.id}`, flash: { tone: 'good', text } }
    },
  }),
]
