import type { Selectable } from 'kysely'
import type { Metrics } from '../db/schema.ts'
import type { Context, Db } from '../lib/context.ts'
import { InvalidInput, NotFound } from '../lib/errors.ts'
import type { MetricInfo } from '../publishing/snapshot.ts'
import type { Drawing } from './drawing.ts'

export type Metric = Selectable<Metrics>

/** The metrics of a page, or of all pages, in the order of each. */
export async function listMetrics(ctx: Context, page?: string): Promise<Metric[]> {
  let query = ctx.db.selectFrom('metrics').selectAll().where('org_id', '=', ctx.org)
  if (page !== undefined) query = query.where('page_id', '=', page)
  return query.orderBy('page_id').orderBy('position').orderBy('key').execute()
}

/** One metric, named by id, or by key where the key is the only one of its name. */
export async function findMetric(ctx: Context, name: string, page?: string): Promise<Metric> {
  let query = ctx.db
    .selectFrom('metrics')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where((eb) => eb.or([eb('id', '=', name), eb('key', '=', name)]))
  if (page) query = query.where('page_id', '=', page)
  const rows = await query.limit(3).execute()
  const exact = rows.find((row) => row.id === name)
  if (exact) return exact
  if (rows.length > 1) throw new InvalidInput(`Several pages have a metric "${name}": name it by its id.`)
  if (!rows[0]) throw new NotFound('metric')
  return rows[0]
}

/** What a page shows of its metrics, whoever may see them: as they were drawn last. */
export async function shownMetrics({ db }: { db: Db }, page: string): Promise<MetricInfo[]> {
  const rows = await db
    .selectFrom('metrics')
    .selectAll()
    .where('page_id', '=', page)
    .orderBy('position')
    .orderBy('key')
    .execute()
  return rows.map(infoOf)
}

export const infoOf = (row: Metric): MetricInfo => ({
  id: row.id,
  name: row.name,
  description: row.description,
  translations: row.translations as NonNullable<MetricInfo['translations']>,
  unit: row.unit,
  decimals: row.decimals,
  minimum: row.minimum,
  maximum: row.maximum,
  drawing: row.drawn as Drawing | null,
  audiences: row.audiences,
})
