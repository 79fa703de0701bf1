import { Conflict } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { listOf, listQuery, page } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { addSubscriber } from './add.ts'
import { manyRoute } from './api-many.ts'
import { changeSubscription, unsubscribe } from './change.ts'
import { eraseSubscriber } from './erase.ts'
import { filterFields } from './filter.ts'
import { findSubscriber } from './find.ts'
import { listSubscribers } from './list.ts'
import { personRoutes } from './person-routes.ts'
import { Consent, Labels, Preferences } from './preferences.ts'
import { resendConfirmation } from './send-confirmation.ts'
import { SubscriberShape, subscriberShapes } from './shape.ts'
import { liftSuppression } from './suppress.ts'

const tags = ['Subscribers']

const components = z
  .array(z.string().min(1).max(200))
  .max(1000)
  .nullable()
  .meta({ description: 'Keys or ids of components; null for everything, including what is added later.' })

const locked = z.boolean().meta({
  description: 'An address that several people read: none of them can unsubscribe it or change what it hears about.',
})

export const NewSubscriber = z
  .strictObject({
    page: z.string().min(1).meta({ description: 'Slug or id.' }),
    email: z.string().min(1).max(1000).optional().meta({ description: 'Of a subscriber by mail.' }),
    channel: z.string().max(63).optional().meta({ description: 'Another channel than mail: sms, slack, webhook.' }),
    target: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'The destination, as the channel asks for it. Never shown again.' }),
    components: components.default(null),
    confirmed: z
      .boolean()
      .default(false)
      .meta({ description: 'You vouch that the person agreed. Without it they are asked, on their channel.' }),
    consent: Consent.optional().meta({
      description: 'With `confirmed`: what you kept of it. Needed for a telephone number.',
    }),
    preferences: Preferences.optional(),
    labels: Labels.optional(),
    locked: locked.optional(),
  })
  .refine(({ email, channel }) => (email === undefined) !== (channel === undefined), {
    path: ['email'],
    message: 'expected an address, or a channel with its target',
  })
  .openapi('NewSubscriber')

const Added = SubscriberShape.extend({
  signingSecret: z.string().nullable().meta({
    description: 'Of a webhook that came without: what its messages are signed with. Never shown again.',
  }),
}).openapi('AddedSubscriber')

export const ChangeSubscriber = z
  .strictObject({ components: components.optional(), preferences: Preferences, labels: Labels, locked })
  .partial()
  .openapi('ChangeSubscriber')

const one = async (ctx: Parameters<typeof findSubscriber>[0], id: string) =>
  (await subscriberShapes(ctx, [await findSubscriber(ctx, id)]))[0]!

export const subscriberRoutes = [
  manyRoute,
  ...personRoutes,
  defineRoute({
    method: 'GET',
    path: '/api/v1/subscribers',
    permission: 'editor',
    summary: 'Subscribers, newest first',
    tags,
    query: listQuery({
      ...filterFields,
      email: z
        .string()
        .max(254)
        .optional()
        .meta({ description: 'An address or a label of a destination, or a part of one of at least three letters.' }),
    }),
    response: listOf(SubscriberShape),
    run: async (ctx, { query }) => {
      const { email, ...filter } = query
      const rows = await listSubscribers(ctx, { ...filter, q: email })
      const { items, nextCursor } = page(rows, query.limit, (row) => ({ at: row.created_at, id: row.id }))
      return { items: await subscriberShapes(ctx, items), nextCursor }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/subscribers',
    permission: 'editor',
    summary: 'Add a subscriber',
    description: 'An address that unsubscribed, bounced or was erased is not brought back: 409.',
    tags,
    body: NewSubscriber,
    response: Added,
    status: 201,
    run: async (ctx, { body }) => {
      const { subscriber, outcome, reason, signingSecret = null } = await addSubscriber(ctx, { ...body, ask: true })
      if (outcome === 'left_alone' || !subscriber)
        throw new Conflict(`${reason} Only the owner of the address can bring it back.`)
      return { ...(await one(ctx, subscriber.id)), signingSecret }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/subscribers/{id}',
    permission: 'editor',
    summary: 'One subscriber',
    tags,
    response: SubscriberShape,
    run: (ctx, { params }) => one(ctx, params.id),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/subscribers/{id}',
    permission: 'editor',
    summary: 'Change what a subscriber hears about, how and when',
    tags,
    body: ChangeSubscriber,
    response: SubscriberShape,
    run: async (ctx, { params, body }) => one(ctx, (await changeSubscription(ctx, params.id, body)).id),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/subscribers/{id}',
    permission: 'editor',
    summary: 'Unsubscribe',
    description: 'What the subscriber was told of stays in the ledger. To forget the address too, erase it.',
    tags,
    run: (ctx, { params }) => unsubscribe(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/subscribers/{id}/erase',
    permission: 'admin',
    summary: 'Forget the address, everywhere and for good',
    tags,
    run: (ctx, { params }) => eraseSubscriber(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/subscribers/{id}/ask',
    permission: 'editor',
    summary: 'Ask an unconfirmed subscriber again, on its channel',
    tags,
    run: (ctx, { params }) => resendConfirmation(ctx, params.id),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/subscribers/{id}/lift-suppression',
    permission: 'admin',
    summary: 'Write again to an address that was refused and works now',
    tags,
    response: SubscriberShape,
    run: async (ctx, { params }) => one(ctx, (await liftSuppression(ctx, params.id)).id),
  }),
]
