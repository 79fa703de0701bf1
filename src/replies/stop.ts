import type { Channel } from '../channels/channel.ts'
import { record } from '../events/record.ts'
import type { Context } from '../lib/context.ts'
import { stopped, suppressDestination } from '../subscribers/suppress.ts'

/** No more messages to this destination, from any page. False: it had said so before. */
export async function stopAll(ctx: Context, { medium }: Channel, hash: Buffer): Promise<boolean> {
  const known = await ctx.db
    .selectFrom('suppressions')
    .select('reason')
    .where('org_id', '=', ctx.org)
    .where('address_hash', '=', hash)
    .where('erased', '=', false)
    .executeTakeFirst()
  // One that came back stays so: START does not mend a dead number.
  if (!known) await suppressDestination(ctx, { channel: medium, hash, reason: stopped })
  return !known
}

/** Takes STOP back, and nothing else. False: there was none. Those who had never confirmed still have to. */
export async function startAgain(ctx: Context, { medium }: Channel, hash: Buffer): Promise<boolean> {
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
