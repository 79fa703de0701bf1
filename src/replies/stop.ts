import type { Channel } from '../channels/channel.ts'
import { record } from '../events/record.ts'
import type { Context } from '../lib/context.ts'
import { suppressionOf } from '../subscribers/find.ts'
import { saidStop, stopped, stoppedBesides, withoutStop } from '../subscribers/stopped.ts'
import { suppressDestination } from '../subscribers/suppress.ts'

/** No more messages to this destination, from any page. False: it had said so before. */
export async function stopAll(ctx: Context, { medium }: Channel, hash: Buffer): Promise<boolean> {
  const known = await ctx.db
    .selectFrom('suppressions')
    .select('reason')
    .where('org_id', '=', ctx.org)
    .where('address_hash', '=', hash)
    .where('erased', '=', false)
    .executeTakeFirst()
  if (!known) await suppressDestination(ctx, { channel: medium, hash, reason: stopped })
  else if (saidStop(known.reason)) return false
  // One that came back stays so: START does not mend a dead number, nor does an operator take STOP back.
  else await rename(ctx, medium, hash, stoppedBesides(known.reason))
  return true
}

/** Says anew why nothing goes there. */
async function rename(ctx: Context, medium: string, hash: Buffer, reason: string) {
  await ctx.db
    .updateTable('suppressions')
    .set({ reason })
    .where('org_id', '=', ctx.org)
    .where('address_hash', '=', hash)
    .execute()
  const renamed = await ctx.db
    .updateTable('subscribers')
    .set({ reason, updated_at: ctx.now() })
    .where('org_id', '=', ctx.org)
    .where('channel', '=', medium)
    .where('address_hash', '=', hash)
    .where('state', '=', 'suppressed')
    .returning(['id', 'page_id'])
    .execute()
  for (const { id, page_id } of renamed)
    await record(ctx, { kind: 'subscriber.suppressed', subject: id, page: page_id, data: { reason } })
}

/** Takes STOP back, and nothing else. False: there was none. Those who had never confirmed still have to. */
export async function startAgain(ctx: Context, { medium }: Channel, hash: Buffer): Promise<boolean> {
  const known = await suppressionOf(ctx, hash)
  const left = known && withoutStop(known.reason)
  if (left) await rename(ctx, medium, hash, left)
  const lifted = await ctx.db
    .deleteFrom('suppressions')
    .where('org_id', '=', ctx.org)
    .where('address_hash', '=', hash)
    .where('reason', '=', stopped)
    .returning('address_hash')
    .executeTakeFirst()
  if (!lifted) return false
  const restored = await ctx.db
    .updateTable('subscribers')
    .set((eb) => ({
      state: eb.case().when('consent_at', 'is not', null).then('active').else('unconfirmed').end(),
      reason: null,
      soft_bounces: 0,
      updated_at: ctx.now(),
    }))
    .where('org_id', '=', ctx.org)
    .where('channel', '=', medium)
    .where('address_hash', '=', hash)
    .where('state', '=', 'suppressed')
    .returning(['id', 'page_id'])
    .execute()
  for (const { id, page_id } of restored)
    await record(ctx, { kind: 'subscriber.changed', subject: id, page: page_id, data: { lifted: 'stop' } })
  return true
}
