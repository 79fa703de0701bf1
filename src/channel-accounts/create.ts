import { sql } from 'kysely'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { fileOf } from '../lib/managed.ts'
import { unlessTaken } from '../lib/taken.ts'
import { type Account, newHook } from './find.ts'
import { kindToConnect } from './kinds.ts'
import { offerChanged } from './offer-changed.ts'
import { type NewAccount, priceColumns } from './schema.ts'
import { checked, sealed } from './settings.ts'

/** Connects an account; it is tried after those that are there. Throws `Conflict` where the key is taken. */
export async function createAccount(outer: Context, input: NewAccount): Promise<Account> {
  const channel = kindToConnect(input.kind)
  const settings = input.settings ?? {}
  checked(channel.settings, '/settings', settings)
  return transaction(outer, async (ctx) => {
    const now = ctx.now()
    const account = await unlessTaken(
      `There is already an account with the key "${input.key}".`,
      ctx.db
        .insertInto('channel_accounts')
        .values({
          id: newId(ctx),
          org_id: ctx.org,
          key: input.key,
          kind: channel.kind,
          name: input.name ?? channel.name,
          settings: sealed(ctx, settings),
          position: sql<number>`(select coalesce(max(position), 0) + 1 from channel_accounts where org_id = ${ctx.org})`,
          enabled: input.enabled ?? true,
          ...newHook(ctx),
          ...priceColumns(input.price ?? null),
          managed_by: fileOf(ctx),
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
    )
    await record(ctx, {
      kind: 'channel_account.created',
      subject: account.id,
      data: { key: account.key, kind: account.kind },
    })
    await offerChanged(ctx)
    return account
  })
}
