import { keysOf } from '../audiences/find.ts'
import type { AudienceRow } from '../audiences/schema.ts'
import type { Context } from '../lib/context.ts'
import { metricSettings } from '../metrics/schema.ts'
import type { Present } from './existing.ts'
import type { WantedMetric } from './wanted.ts'

/** The metrics of all pages, in the order of each, without what was drawn of them. */
export async function presentMetrics(
  ctx: Context,
  slugs: ReadonlyMap<string, string>,
  audiences: readonly AudienceRow[],
): Promise<Present<WantedMetric>[]> {
  const rows = await ctx.db
    .selectFrom('metrics')
    .select(['id', 'page_id', 'key', 'name', 'description', 'translations', 'unit', 'decimals'])
    .select(['minimum', 'maximum', 'position', 'audiences', 'managed_by'])
    .where('org_id', '=', ctx.org)
    .orderBy('page_id')
    .orderBy('position')
    .orderBy('key')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    managedBy: row.managed_by,
    is: {
      page: slugs.get(row.page_id) ?? '',
      key: row.key,
      ...metricSettings(row),
      audiences: keysOf(row.audiences, audiences)?.sort() ?? null,
    },
  }))
}
