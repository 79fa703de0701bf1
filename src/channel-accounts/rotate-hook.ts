import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { type Account, findAccount, newHook } from './find.ts'

/** Gives the account's hook a new address; the old one answers 404 from now on. */
export async function rotateHook(outer: Context, name: string): Promise<Account> {
  return transaction(outer, async (ctx) => {
    const account = await findAccount(ctx, name)
    const changed = await ctx.db
      .updateTable('channel_accounts')
      .set({ ...newHook(ctx), updated_at: ctx.now() })
      .where('id', '=', account.id)
      .where('org_id', '=', ctx.org)
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(ctx, { kind: 'channel_account.hook_rotated', subject: account.id, data: { key: account.key } })
    return changed
  })
}
