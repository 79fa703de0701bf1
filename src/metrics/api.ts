import { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { listOf, listQuery, pageOfAll } from '../web/paging.ts'
import { defineRoute } from '../web/route.ts'
import { changeMetric } from './change.ts'
import { createMetric } from './create.ts'
import { feedMetric } from './feed.ts'
import { findMetric, listMetrics } from './find.ts'
import { removeMetric } from './remove.ts'
import { reorderMetrics } from './reorder.ts'
import { ChangeMetric, NewMetric, NewPoints, ReorderMetrics } from './schema.ts'
import { MetricShape, metricShape, metricShapes } from './shape.ts'

const tags = ['Metrics']

export const metricRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/metrics',
    permission: 'viewer',
    summary: 'Metrics in the order of the page; of all pages unless one is named',
    tags,
    query: listQuery({ page: z.string().optional() }),
    response: listOf(MetricShape),
    run: async (ctx, { query }) => {
      const rows = await listMetrics(ctx, query.page && (await findPage(ctx, query.page)).id)
      return pageOfAll(await metricShapes(ctx, rows), query, ({ id, createdAt }) => ({ at: createdAt, id }))
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/metrics',
    permission: 'admin',
    summary: 'Make a metric',
    description: 'Its chart is on the page where that shows the block `metrics`.',
    tags,
    body: NewMetric,
    response: MetricShape,
    status: 201,
    run: async (ctx, { body }) => metricShape(ctx, await createMetric(ctx, body)),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/metrics/reorder',
    permission: 'admin',
    summary: 'Put the metrics of a page in order',
    tags,
    body: ReorderMetrics,
    run: (ctx, { body }) => reorderMetrics(ctx, body),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/v1/metrics/{metric}',
    permission: 'viewer',
    summary: 'One metric, by id or key',
    tags,
    response: MetricShape,
    run: async (ctx, { params }) => metricShape(ctx, await findMetric(ctx, params.metric)),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/v1/metrics/{metric}',
    permission: 'admin',
    summary: 'Change a metric',
    tags,
    body: ChangeMetric,
    response: MetricShape,
    run: async (ctx, { params, body }) => metricShape(ctx, await changeMetric(ctx, params.metric, body)),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/v1/metrics/{metric}',
    permission: 'admin',
    summary: 'Remove a metric with its points',
    tags,
    run: (ctx, { params }) => removeMetric(ctx, params.metric),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/v1/metrics/{metric}/points',
    permission: 'editor',
    summary: 'Feed a metric',
    description:
      'One value a minute: a later one for the same minute takes its place, so the same call can be made again. The page shows new points within five minutes or so. Points are kept for 31 days.',
    tags,
    body: NewPoints,
    response: z
      .object({ points: z.number().meta({ description: 'Minutes that were told of.' }) })
      .openapi('PointsTaken'),
    run: (ctx, { params, body }) => feedMetric(ctx, params.metric, body),
  }),
]
