import { z } from '../lib/zod.ts'
import { instant, listOf, listQuery, page } from '../web/paging.ts'
import { defineRaw } from '../web/raw-route.ts'
import { defineRoute } from '../web/route.ts'
import { tellingRoutes } from './api-telling.ts'
import { explainDelivery } from './explain.ts'
import { type Delivery, deliveryStates, findDelivery, listDeliveries } from './ledger.ts'
import { replayDelivery } from './replay.ts'
import { exportTold } from './told-csv.ts'

const tags = ['Deliveries']

export const DeliveryShape = z
  .object({
    id: z.string(),
    page: z.string(),
    incident: z.string(),
    update: z.string(),
    subscriber: z.string(),
    email: z.string().nullable().meta({ description: 'Null of other channels, and once the subscriber was erased.' }),
    channel: z.string(),
    destination: z
      .string()
      .nullable()
      .meta({ description: 'What a destination on another channel than mail is called.' }),
    kind: z.string().meta({ description: 'What it tells: the update itself, its correction, or its withdrawal.' }),
    state: z.string(),
    reason: z.string().meta({ description: 'Why this subscriber is told, or is not.' }),
    detail: z.string().nullable().meta({ description: 'How the last attempt ended, or what it waits for.' }),
    attempts: z.number(),
    togetherWith: z.string().nullable().meta({ description: 'The delivery in whose message this one was told too.' }),
    nextAttemptAt: instant.nullable(),
    sentAt: instant.nullable(),
    createdAt: instant,
  })
  .openapi('Delivery')

const ExplanationShape = z
  .object({
    kind: z.string(),
    told: z.boolean(),
    state: z.string().nullable(),
    reason: z.string(),
    detail: z.string().nullable(),
    at: instant.nullable(),
    words: z
      .string()
      .nullable()
      .meta({ description: 'Key of the audience whose words they get; null: those of the post itself.' }),
    notBefore: instant.nullable(),
    togetherWith: z.string().nullable(),
    steps: z
      .array(
        z.object({
          question: z.string(),
          answer: z.string(),
          good: z.boolean(),
          remedy: z
            .string()
            .nullable()
            .meta({ description: 'What would have to be different, where the answer is no.' }),
        }),
      )
      .meta({ description: 'Each question of the decision, as things are now, with all that stands in the way.' }),
  })
  .openapi('DeliveryExplanation')

const shape = (row: Delivery): z.input<typeof DeliveryShape> => ({
  id: row.id,
  page: row.page_id,
  incident: row.incident_id,
  update: row.update_id,
  subscriber: row.subscriber_id,
  email: row.email,
  channel: row.channel,
  destination: row.label,
  kind: row.kind,
  state: row.state,
  reason: row.reason,
  detail: row.detail,
  attempts: row.attempts,
  togetherWith: row.together_with,
  nextAttemptAt: row.next_attempt_at,
  sentAt: row.sent_at,
  createdAt: row.created_at,
})

const id = z.string().min(1).max(200)

export const deliveryRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/deliveries',
    permission: 'editor',
    summary: 'Who was told of what, and who was not and why, newest first',
    tags,
    query: listQuery({
      page: id.optional(),
      update: id.optional(),
      subscriber: id.optional(),
      state: z.enum(deliveryStates).optional(),
    }),
    response: listOf(DeliveryShape),
    run: async (ctx, { query }) => {
      const rows = await listDeliveries(ctx, query)
      const { items, nextCursor } = page(rows, query.limit, (row) => ({ at: row.created_at, id: row.id }))
      return { items: items.map(shape), nextCursor }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/deliveries/explain/{update}/{subscriber}',
    permission: 'editor',
    summary: 'Why one subscriber was, or was not, told of one update',
    tags,
    response: z.object({ items: z.array(ExplanationShape) }),
    run: async (ctx, { params }) => ({ items: await explainDelivery(ctx, params.update, params.subscriber) }),
  }),
  defineRaw({
    method: 'GET',
    path: '/api/v1/deliveries/updates/{update}/export.csv',
    permission: 'editor',
    summary: 'Who was told of an update, when and why, and who was not, as CSV; addresses are masked for editors',
    run: (ctx, { params }) => exportTold(ctx, params.update),
  }),
  ...tellingRoutes,
  defineRoute({
    method: 'GET',
    path: '/api/v1/deliveries/{id}',
    permission: 'editor',
    summary: 'One delivery',
    tags,
    response: DeliveryShape,
    run: async (ctx, { params }) => shape(await findDelivery(ctx, params.id)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/deliveries/{id}/retry',
    permission: 'editor',
    summary: 'Send a delivery that failed once more, with the id it had',
    description:
      'Within 30 days. A person is not told old news after newer: that is refused. Its attempts begin anew; the message keeps its id, so that a program can tell a repeat.',
    tags,
    status: 202,
    response: DeliveryShape,
    run: async (ctx, { params }) => shape(await replayDelivery(ctx, params.id)),
  }),
]
