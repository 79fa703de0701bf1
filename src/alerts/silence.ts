import { sql } from 'kysely'
import { record } from '../events/record.ts'
import type { SourceRow as Source } from '../hooks/find.ts'
import { type Context, transaction } from '../lib/context.ts'
import { usualSilence } from './usual-gap.ts'

/** Arrivals that a source's habits are learned from. */
const remembered = 300

/** Finds sources that have not been heard of for longer than they say, or than is usual; each silence once. */
export async function findSilentSources(ctx: Context): Promise<string[]> {
  const sources = await ctx.db
    .selectFrom('sources')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('silent_since', 'is', null)
    .execute()
  const silent: string[] = []
  for (const source of sources) {
    const heard = source.last_arrival_at ?? source.created_at
    const limit = await limitOf(ctx, source)
    if (limit === null || ctx.now().getTime() - heard.getTime() <= limit) continue
    if (await declareSilent(ctx, source, heard, limit)) silent.push(source.id)
  }
  return silent
}

/** Milliseconds. Null: nobody knows how often it should be heard. */
async function limitOf(ctx: Context, source: Source): Promise<number | null> {
  if (source.silent_after !== null) return source.silent_after * 1000
  const arrivals = await ctx.db
    .selectFrom('arrivals')
    .select('received_at')
    .where('source_id', '=', source.id)
    .orderBy('received_at', 'desc')
    .limit(remembered)
    .execute()
  return usualSilence(arrivals.map((arrival) => arrival.received_at))
}

/** False where something arrived meanwhile, or another process was first. */
const declareSilent = (outer: Context, source: Source, heard: Date, limit: number): Promise<boolean> =>
  transaction(outer, async (ctx) => {
    const declared = await ctx.db
      .updateTable('sources')
      .set({ silent_since: heard })
      .where('id', '=', source.id)
      .where('silent_since', 'is', null)
      .where(sql<boolean>`last_arrival_at is not distinct from ${source.last_arrival_at}`)
      .returning('id')
      .executeTakeFirst()
    if (!declared) return false
    await record(ctx, {
      kind: 'source.silent',
      subject: source.id,
      data: { since: heard, usualSeconds: Math.round(limit / 1000) },
    })
    return true
  })
