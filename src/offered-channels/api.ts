import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { defineRoute } from '../web/route.ts'
import { changeOffer } from './change.ts'
import { offeredOn, offerOf } from './find.ts'
import { ChangeOffer } from './schema.ts'

const tags = ['Channels']

const OfferShape = z
  .object({
    channels: z.array(z.string()).nullable(),
    countries: z.array(z.string()),
    offered: z.array(z.string()).meta({ description: 'What readers see now: what is chosen and can be carried.' }),
  })
  .openapi('OfferedChannels')

export const offerRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/pages/{page}/channels',
    permission: 'viewer',
    summary: 'What readers of a page can subscribe by',
    tags,
    response: OfferShape,
    run: async (ctx, { params }) => {
      const page = await findPage(ctx, params.page)
      return { ...(await offerOf(ctx, page.id)), offered: await offeredOn(ctx, page) }
    },
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/pages/{page}/channels',
    permission: 'admin',
    summary: 'Change what readers of a page can subscribe by',
    description: 'What is left out stays. Those who subscribed by a channel that is not offered any more stay.',
    tags,
    body: ChangeOffer,
    response: OfferShape,
    run: async (ctx, { params, body }) => {
      const page = await findPage(ctx, params.page)
      const offer = await changeOffer(ctx, page.id, body)
      return { ...offer, offered: await offeredOn(ctx, page) }
    },
  }),
]
