import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { lockSubscriber } from './find.ts'

/** Why an entry ended that a file no longer names; the same file may bring it back, unlike one that unsubscribed. */
export const takenOut = 'It was taken out of the configuration file.'

/** Why one ended that an operator took away; whoever has it in a list may bring it in again. */
export const takenAway = 'It was taken away; it can be added again.'

/** Whether somebody who ended for this reason may be added again by others than themselves. */
export const mayComeBack = (reason: string | null): boolean => reason === takenOut || reason === takenAway

/** Ends an entry that a file no longer names. What it was told of stays in the ledger. */
export async function removeSubscriber(outer: Context, id: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const subscriber = await lockSubscriber(ctx, id)
    const isLive = subscriber.state === 'active' || subscriber.state === 'unconfirmed'
    await ctx.db
      .updateTable('subscribers')
      .set({
        managed_by: null,
        ...(isLive ? { state: 'unsubscribed', reason: takenOut, confirm_hash: null, updated_at: ctx.now() } : {}),
      })
      .where('id', '=', id)
      .execute()
    if (isLive)
      await record(ctx, {
        kind: 'subscriber.unsubscribed',
        subject: id,
        page: subscriber.page_id,
        data: { takenOut: true },
      })
  })
}

const week = 7 * 86_400_000

/** Few, so that nobody waits for long for what they refer to. */
const atOnce = 500

/** Forgets those who never confirmed within seven days. What a file names stays, unconfirmed, or it would come back at each start. */
export async function purgeUnconfirmed(ctx: Context): Promise<number> {
  const before = new Date(ctx.now().getTime() - week)
  let count = 0
  for (let purged = atOnce; purged === atOnce; count += purged) purged = await purgeSome(ctx, before)
  // Somebody who was erased, asked to come back and never confirmed: forget the address again.
  await ctx.db
    .updateTable('subscribers')
    .set({ email: null, target: null, label: null, host: '', confirm_hash: null, confirm_expires_at: null })
    .where('org_id', '=', ctx.org)
    .where('state', '=', 'erased')
    .where('world', '=', false)
    .where((eb) => eb.or([eb('email', 'is not', null), eb('target', 'is not', null)]))
    .where('confirm_sent_at', '<', before)
    .execute()
  return count
}

async function purgeSome(ctx: Context, before: Date): Promise<number> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('subscribers')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('subscribers')
        .select('id')
        .where('org_id', '=', ctx.org)
        .where('state', '=', 'unconfirmed')
        .where('managed_by', 'is', null)
        .where('created_at', '<', before)
        .where((of) => of(of.fn.coalesce('confirm_sent_at', 'created_at'), '<', before))
        .orderBy('created_at')
        .limit(atOnce),
    )
    .where('state', '=', 'unconfirmed')
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
