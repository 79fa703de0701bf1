import type { Context } from '../lib/context.ts'
import { releaseAbandoned } from './claim.ts'
import { wakeDeliveries, wakeRetries } from './lanes.ts'

/**
 * Every few seconds: gives back what the dead were sending, and wakes each lane that has something due: retries whose
 * time has come, what waited for another mail to the same reader, what waited for a mail server.
 */
export async function wakeLanes(ctx: Context): Promise<void> {
  await releaseAbandoned(ctx)
  const pages = await ctx.db
    .selectFrom('deliveries')
    .select('page_id')
    .distinct()
    .where('org_id', '=', ctx.org)
    .where('state', '=', 'queued')
    .where('attempts', '=', 0)
    .execute()
  for (const { page_id } of pages) await wakeDeliveries(ctx, page_id)
  const retry = await ctx.db
    .selectFrom('deliveries')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('state', '=', 'queued')
    .where('attempts', '>', 0)
    .where('next_attempt_at', '<=', ctx.now())
    .limit(1)
    .executeTakeFirst()
  if (retry) await wakeRetries(ctx)
}
