import { listIncidents } from '../incidents/list.ts'
import { IncidentShape, incidentShape, incidentShapes } from '../incidents/shape.ts'
import { maintenanceStatuses } from '../incidents/words.ts'
import { z } from '../lib/zod.ts'
import { listOf, listQuery, page } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { ScheduleMaintenance, scheduleMaintenance } from './schedule.ts'

const tags = ['Planned work']

/** Planned work is kept with the incidents: its updates are posted at /api/v1/incidents/{id}/updates. */
export const maintenanceRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/maintenances',
    permission: 'viewer',
    summary: 'Planned work, newest first',
    tags,
    query: listQuery({ page: z.string().optional(), state: z.enum(['open', ...maintenanceStatuses]).optional() }),
    response: listOf(IncidentShape),
    run: async (ctx, { query }) => {
      const { items, nextCursor } = page(
        await listIncidents(ctx, { ...query, kinds: ['maintenance'] }),
        query.limit,
        (row) => ({ at: row.created_at, id: row.id }),
      )
      return { items: await incidentShapes(ctx, items), nextCursor }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/maintenances',
    permission: 'editor',
    summary: 'Announce planned work; it starts and completes at its times',
    tags,
    body: ScheduleMaintenance,
    response: IncidentShape,
    status: 201,
    run: async (ctx, { body }) => incidentShape(ctx, (await scheduleMaintenance(ctx, body)).id),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/maintenances/{id}',
    permission: 'viewer',
    summary: 'One piece of planned work with its updates',
    tags,
    response: IncidentShape,
    run: async (ctx, { params }) => incidentShape(ctx, params.id),
  }),
]
