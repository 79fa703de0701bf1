import { isDeepStrictEqual } from 'node:util'
import type { Updateable } from 'kysely'
import type { Medium } from '../channels/channel.ts'
import { mediumName, takesDigest } from '../channels/media.ts'
import type { Subscribers } from '../db/schema.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { dueFor } from './due.ts'
import type { Subscriber } from './find.ts'
import { columnsOf, type PreferenceChange, type Wishes, wishesOf } from './preferences.ts'

/** Sets what a subscriber wishes beside components; what the change leaves out stays. False: it was the same. */
export async function writeWishes(ctx: Context, subscriber: Subscriber, change: PreferenceChange): Promise<boolean> {
  const before = wishesOf(subscriber)
  const wishes: Wishes = { ...before, ...change }
  if (isDeepStrictEqual(before, wishes)) return false
  if ((wishes.digest || wishes.monthlySummary) && !takesDigest(subscriber.channel as Medium))
    throw new InvalidInput('Digests and summaries do not go there.', [
      {
        pointer: wishes.digest ? '/preferences/digest' : '/preferences/monthlySummary',
        detail: `expected none: by ${mediumName(subscriber.channel as Medium)}, each message goes by itself`,
      },
    ])
  if (wishes.incident !== null && wishes.incident !== before.incident)
    await refuseStrange(ctx, subscriber.page_id, wishes.incident)
  await ctx.db
    .updateTable('subscribers')
    .set({ ...columnsOf(wishes), ...(await dueTimes(ctx, subscriber, before, wishes)), updated_at: ctx.now() })
    .where('id', '=', subscriber.id)
    .execute()
  return true
}

async function refuseStrange(ctx: Context, page: string, incident: string) {
  const found = await ctx.db
    .selectFrom('incidents')
    .select('id')
    .where('id', '=', incident)
    .where('page_id', '=', page)
    .executeTakeFirst()
  if (!found)
    throw new InvalidInput('The incident is not right.', [
      { pointer: '/preferences/incident', detail: 'expected the id of an incident of this page' },
    ])
}

/** When the next digests leave. One that was asked for newly tells of what happens from now on. */
async function dueTimes(
  ctx: Context,
  { page_id }: Subscriber,
  before: Wishes,
  wishes: Wishes,
): Promise<Updateable<Subscribers>> {
  const now = ctx.now()
  const page = await ctx.db.selectFrom('pages').select('time_zone').where('id', '=', page_id).executeTakeFirstOrThrow()
  const due = (period: 'daily' | 'weekly' | 'monthly') => dueFor(wishes, page.time_zone, period, now)
  return {
    digest_due_at: wishes.digest && due(wishes.digest),
    ...(before.digest === null && { digest_since: now }),
    summary_due_at: wishes.monthlySummary ? due('monthly') : null,
  }
}
