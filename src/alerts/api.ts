import { z } from '../lib/zod.ts'
import { severities } from '../sources/source.ts'
import { instant, listOf, listQuery, page } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { findAlert, findArrival, type ListedAlert, type ListedArrival, listAlerts, listArrivals } from './list.ts'
import { replayArrival } from './replay.ts'

const tags = ['Alerts']
const outcomes = [
  'published',
  'held',
  'awaiting_approval',
  'absorbed',
  'cancelled',
  'resolved',
  'recorded',
  'ignored',
] as const

export const AlertShape = z
  .object({
    id: z.string(),
    source: z.string().meta({ description: "The source's key." }),
    key: z.string(),
    occurrence: z.string(),
    state: z.enum(['firing', 'resolved', 'other']),
    severity: z.enum(severities).nullable(),
    title: z.string(),
    summary: z.string().nullable(),
    labels: z.record(z.string(), z.string()),
    url: z.string().nullable(),
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    receivedAt: instant,
    repeats: z.number(),
    outcome: z.enum(outcomes),
    reason: z.string().nullable(),
    unsaidWhile: z
      .enum(['source_muted', 'rule_muted', 'paused', 'person_leads'])
      .nullable()
      .meta({ description: 'What keeps it from readers; when that ends and it still fires, the rules decide anew.' }),
    reconsideredAt: instant.nullable().meta({ description: 'When the rules decided anew, the last time.' }),
    rule: z.string().nullable(),
    draft: z.string().nullable(),
    incident: z.string().nullable(),
  })
  .openapi('Alert')

const shape = (alert: ListedAlert): z.input<typeof AlertShape> => ({
  id: alert.id,
  source: alert.source,
  key: alert.key,
  occurrence: alert.occurrence,
  state: alert.state as 'firing',
  severity: alert.severity as 'info' | null,
  title: alert.title,
  summary: alert.summary,
  labels: alert.labels as Record<string, string>,
  url: alert.url,
  startedAt: alert.started_at,
  endedAt: alert.ended_at,
  receivedAt: alert.received_at,
  repeats: alert.repeats,
  outcome: alert.outcome as 'published',
  reason: alert.reason,
  unsaidWhile: alert.open ? (alert.unsaid_while as 'paused' | null) : null,
  reconsideredAt: alert.reconsidered_at,
  rule: alert.rule,
  draft: alert.draft_id,
  incident: alert.incident_id,
})

const ArrivalShape = z
  .object({
    id: z.string(),
    source: z.string(),
    receivedAt: instant,
    state: z.enum(['received', 'understood', 'unreadable', 'refused']),
    reason: z.string().nullable(),
    size: z.number().meta({ description: 'Bytes.' }),
    replayedAt: instant.nullable(),
  })
  .openapi('Arrival')

const WholeArrival = ArrivalShape.extend({
  headers: z.record(z.string(), z.string()),
  body: z.string().meta({ description: 'The bytes, base64.' }),
}).openapi('WholeArrival')

const arrivalShape = (row: ListedArrival): z.input<typeof ArrivalShape> => ({
  id: row.id,
  source: row.source,
  receivedAt: row.received_at,
  state: row.state as 'received',
  reason: row.reason,
  size: row.size,
  replayedAt: row.replayed_at,
})

export const alertRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/alerts',
    permission: 'viewer',
    summary: 'Alerts, newest first',
    tags,
    query: listQuery({
      state: z.enum(['firing', 'resolved', 'other']).optional(),
      source: z.string().optional(),
      page: z.string().optional(),
      incident: z.string().optional(),
    }),
    response: listOf(AlertShape),
    run: async (ctx, { query }) => {
      const { items, nextCursor } = page(await listAlerts(ctx, query), query.limit, (row) => ({
        at: row.received_at,
        id: row.id,
      }))
      return { items: items.map(shape), nextCursor }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/alerts/{id}',
    permission: 'viewer',
    summary: 'One alert',
    tags,
    response: AlertShape,
    run: async (ctx, { params }) => shape(await findAlert(ctx, params.id)),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/arrivals',
    permission: 'viewer',
    summary: 'The inbox: everything that arrived with a good token, newest first',
    tags,
    query: listQuery({
      state: z.enum(['received', 'understood', 'unreadable', 'refused']).optional(),
      source: z.string().optional(),
    }),
    response: listOf(ArrivalShape),
    run: async (ctx, { query }) => {
      const { items, nextCursor } = page(await listArrivals(ctx, query), query.limit, (row) => ({
        at: row.received_at,
        id: row.id,
      }))
      return { items: items.map(arrivalShape), nextCursor }
    },
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/arrivals/{id}',
    permission: 'editor',
    summary: 'One arrival with its raw body',
    tags,
    response: WholeArrival,
    run: async (ctx, { params }) => {
      const row = await findArrival(ctx, params.id)
      return { ...arrivalShape(row), headers: row.headers as Record<string, string>, body: row.body.toString('base64') }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/arrivals/{id}/replay',
    permission: 'editor',
    summary: 'Read it again with its source as it is configured now',
    tags,
    response: ArrivalShape,
    run: async (ctx, { params }) => {
      await replayArrival(ctx, params.id)
      return arrivalShape(await findArrival(ctx, params.id))
    },
  }),
]
