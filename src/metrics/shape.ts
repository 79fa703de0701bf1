import { keysOf, listAudiences } from '../audiences/find.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { instant } from '../web/paging.ts'
import type { Metric } from './find.ts'
import { MetricTranslations } from './schema.ts'

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
    name: row.name,
    description: row.description,
    translations: row.translations as z.input<typeof MetricTranslations>,
    unit: row.unit,
    decimals: row.decimals,
    minimum: row.minimum,
    maximum: row.maximum,
    position: row.position,
    audiences: keysOf(row.audiences, audiences),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }))
}

export const metricShape = async (ctx: Context, row: Metric) => (await metricShapes(ctx, [row]))[0]!
