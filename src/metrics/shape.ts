import { keysOf, listAudiences } from '../audiences/find.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { instant } from '../web/paging.ts'
import type { Metric } from './find.ts'
import { MetricTranslations, metricSettings } from './schema.ts'

export const MetricShape = z
  .object({
    id: z.string(),
    page: z.string(),
    key: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    translations: MetricTranslations,
    unit: z.string().nullable(),
    decimals: z.number(),
    minimum: z.number().nullable(),
    maximum: z.number().nullable(),
    position: z.number(),
    audiences: z.array(z.string()).nullable().meta({ description: 'Keys; null: everybody.' }),
    managedBy: z.string().nullable(),
    createdAt: instant,
    updatedAt: instant,
  })
  .openapi('Metric')

export async function metricShapes(ctx: Context, rows: readonly Metric[]): Promise<z.input<typeof MetricShape>[]> {
  const audiences = await listAudiences(ctx)
  return rows.map((row) => ({
    id: row.id,
    page: row.page_id,
    key: row.key,
    ...metricSettings(row),
    audiences: keysOf(row.audiences, audiences),
    managedBy: row.managed_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }))
}

export const metricShape = async (ctx: Context, row: Metric) => (await metricShapes(ctx, [row]))[0]!
