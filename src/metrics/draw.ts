import { sql } from 'kysely'
import { contentOf } from '../content/find.ts'
import { shownBlocks } from '../content/schema.ts'
import { touchPage } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { type Bucket, bucketCount, type Drawing, type Drawn, day, drawnFrom, type Period, periods } from './drawing.ts'
import { listMetrics, type Metric } from './find.ts'

const minute = 60_000
/** However often points come, a page is published again for them once in this time, in milliseconds. */
export const pace = 5 * minute
/** A chart moves on although nothing comes. */
const movesOn = 60 * minute

/** Draws anew what got points, on pages that show their metrics, and has those published. */
export async function drawMetrics(ctx: Context): Promise<void> {
  const now = ctx.now().getTime()
  const due = await ctx.db
    .selectFrom('metrics')
    .select('page_id')
    .where('org_id', '=', ctx.org)
    .groupBy('page_id')
    .having(
      sql<boolean>`(bool_or(undrawn) or bool_or(drawn is not null and drawn_at <= ${new Date(now - movesOn)}))
        and coalesce(max(drawn_at) <= ${new Date(now - pace)}, true)`,
    )
    .execute()
  for (const { page_id } of due)
    if (shownBlocks(await contentOf(ctx, page_id)).includes('metrics')) await drawPage(ctx, page_id)
}

/** What is due on a page, once, whichever process is first. */
async function drawPage(outer: Context, page: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const now = ctx.now()
    const mine = await ctx.db
      .selectFrom('metrics')
      .select(['id', 'drawn_at'])
      .where('page_id', '=', page)
      .where('org_id', '=', ctx.org)
      .orderBy('id')
      .forUpdate()
      .execute()
    if (mine.some(({ drawn_at }) => drawn_at !== null && drawn_at.getTime() > now.getTime() - pace)) return
    for (const metric of await listMetrics(ctx, page)) {
      // What had no points stays as it is: what few may see does not move what all see.
      if (!isDue(metric, now.getTime())) continue
      const drawing = await drawingOf(ctx, metric)
      await ctx.db
        .updateTable('metrics')
        .set({ drawn: drawing && JSON.stringify(drawing), drawn_at: now, undrawn: false })
        .where('id', '=', metric.id)
        .where('org_id', '=', ctx.org)
        .execute()
    }
    await touchPage(ctx, page)
  })
}

const isDue = ({ undrawn, drawn, drawn_at }: Metric, now: number) =>
  undrawn || (drawn !== null && drawn_at !== null && drawn_at.getTime() <= now - movesOn)

/** A metric as it is now. Null: it has no points. */
export async function drawingOf(ctx: Context, { id, decimals }: Metric): Promise<Drawing | null> {
  const latest = await ctx.db
    .selectFrom('metric_points')
    .select(['at', 'value'])
    .where('metric_id', '=', id)
    .where('org_id', '=', ctx.org)
    .orderBy('at', 'desc')
    .executeTakeFirst()
  if (!latest) return null
  // A sender's clock may be a little ahead: what it says of now belongs to the last bucket.
  const until = Math.max(ctx.now().getTime(), latest.at.getTime() + 1)
  const drawn: [string, Drawn | null][] = []
  for (const period of periods) drawn.push([`${period}`, drawnFrom(await bucketsOf(ctx, id, until, period), decimals)])
  return {
    until,
    latest: { at: latest.at.getTime(), value: latest.value },
    periods: Object.fromEntries(drawn) as Drawing['periods'],
  }
}

async function bucketsOf(ctx: Context, id: string, until: number, period: Period): Promise<Bucket[]> {
  const from = until - period * day
  const width = (period * day) / bucketCount / 1000
  const { rows } = await sql<Bucket>`
    select floor(extract(epoch from at - ${new Date(from)}::timestamptz) / ${width}::float8)::int as bucket,
      count(*)::int as count, sum(value) as sum, min(value) as lowest, max(value) as highest
    from metric_points
    where metric_id = ${id} and org_id = ${ctx.org} and at >= ${new Date(from)} and at < ${new Date(until)}
    group by 1`.execute(ctx.db)
  return rows
}
