import { isUnavailable } from '../db/unavailable.ts'
import { record } from '../events/record.ts'
import type { Context } from '../lib/context.ts'
import { transaction } from '../lib/context.ts'
import { Conflict, NotFound } from '../lib/errors.ts'
import { type Arrived, bodyLimit, understand } from './arrive.ts'

/**
 * Reads a stored arrival again, with its source as it is configured now, and acts on it as if it had just come. Alerts
 * that were understood before are repeats, and change nothing.
 */
export async function replayArrival(ctx: Context, id: string): Promise<Arrived> {
  const row = await ctx.db
    .selectFrom('arrivals')
    .selectAll()
    .where('id', '=', id)
    .where('org_id', '=', ctx.org)
    .executeTakeFirst()
  if (!row) throw new NotFound('arrival')
  if (row.size > bodyLimit) throw new Conflict('Only the first part of it was kept, so it cannot be read again.')
  const source = await ctx.db
    .selectFrom('sources')
    .selectAll()
    .where('id', '=', row.source_id)
    .executeTakeFirstOrThrow()
  await transaction(ctx, async (tx) => {
    await tx.db.updateTable('arrivals').set({ replayed_at: ctx.now() }).where('id', '=', id).execute()
    await record(tx, { kind: 'arrival.replayed', subject: id })
  })
  return understand(ctx, source, id, {
    headers: row.headers as Record<string, string>,
    query: row.query as Record<string, string>,
    body: row.body,
  })
}

/** Takes up arrivals that were stored but not decided when their process died, and whose sender may not try again. */
export async function resumeArrivals(ctx: Context): Promise<number> {
  const left = await ctx.db
    .selectFrom('arrivals')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('state', '=', 'received')
    .where('received_at', '<', new Date(ctx.now().getTime() - 60_000))
    .orderBy('received_at')
    .limit(100)
    .execute()
  for (const row of left) {
    const source = await ctx.db
      .selectFrom('sources')
      .selectAll()
      .where('id', '=', row.source_id)
      .executeTakeFirstOrThrow()
    const sourceCtx: Context = { ...ctx, actor: { kind: 'source', id: source.id, name: source.name } }
    await understand(sourceCtx, source, row.id, {
      headers: row.headers as Record<string, string>,
      query: row.query as Record<string, string>,
      body: row.body,
    }).catch((error) => giveUp(sourceCtx, row.id, error))
  }
  return left.length
}

/** One that fails for a reason of its own must not hold up those behind it. A person can replay it once that is mended. */
async function giveUp(ctx: Context, id: string, error: unknown) {
  if (isUnavailable(error)) throw error
  ctx.log.error({ event: 'arrival_failed', arrival: id, err: error }, 'what arrived could not be acted on')
  await ctx.db
    .updateTable('arrivals')
    .set({ state: 'unreadable', reason: 'Acting on it failed for a reason that is ours; the log has it.' })
    .where('id', '=', id)
    .where('org_id', '=', ctx.org)
    .execute()
}

/** Removes arrivals older than the organization keeps them. Alerts, and what came of them, stay. */
export async function forgetArrivals(ctx: Context): Promise<void> {
  const { inbox_retention_days } = await ctx.db
    .selectFrom('organizations')
    .select('inbox_retention_days')
    .where('id', '=', ctx.org)
    .executeTakeFirstOrThrow()
  await ctx.db
    .deleteFrom('arrivals')
    .where('org_id', '=', ctx.org)
    .where('received_at', '<', new Date(ctx.now().getTime() - inbox_retention_days * 86_400_000))
    .execute()
}
