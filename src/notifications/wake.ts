import { sql } from 'kysely'
import { media } from '../channels/channel.ts'
import type { Context } from '../lib/context.ts'
import { releaseAbandoned } from './claim.ts'
import { wakeLane } from './lanes.ts'

/**
 * Every few seconds: gives back what the dead were sending, and wakes each lane that has something due: retries whose
 * time has come, what waited for another message to the same reader, for an account, for a host.
 */
export async function wakeLanes(ctx: Context): Promise<void> {
  await releaseAbandoned(ctx)
  const now = ctx.now()
  // By the index, one look for each page and channel: counting what waits would take long where a million do.
  const first = await sql<{ page: string; channel: string }>`
    select p.id as page, c.channel from pages p cross join unnest(${[...media]}::text[]) as c (channel)
    where p.org_id = ${ctx.org} and exists (
      select 1 from deliveries d where d.page_id = p.id and d.channel = c.channel and d.state = 'queued'
        and d.attempts = 0 and (d.not_before is null or d.not_before <= ${now}))`.execute(ctx.db)
  for (const { page, channel } of first.rows) await wakeLane(ctx, { name: 'first', page, channel })
  const retries = await sql<{ channel: string }>`
    select c.channel from unnest(${[...media]}::text[]) as c (channel) where exists (
      select 1 from deliveries d where d.org_id = ${ctx.org} and d.channel = c.channel and d.state = 'queued'
        and d.attempts > 0 and d.next_attempt_at <= ${now})`.execute(ctx.db)
  for (const { channel } of retries.rows) await wakeLane(ctx, { name: 'retries', channel })
}
