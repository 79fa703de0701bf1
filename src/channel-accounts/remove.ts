import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { refuseManaged } from '../lib/managed.ts'
import { findAccount } from './find.ts'
import { offerChanged } from './offer-changed.ts'

/** Disconnects an account: nothing more goes by it, and its hook answers 404. What it sent stays in the ledger. */
export async function removeAccount(outer: Context, name: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const account = await findAccount(ctx, name)
    refuseManaged(ctx, `The account "${account.name}"`, account)
    await ctx.db.deleteFrom('channel_accounts').where('id', '=', account.id).where('org_id', '=', ctx.org).execute()
    await record(ctx, {
      kind: 'channel_account.removed',
      subject: account.id,
      data: { key: account.key, kind: account.kind },
    })
    await offerChanged(ctx)
  })
}
