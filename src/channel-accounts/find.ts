import type { Selectable } from 'kysely'
import type { ChannelAccounts } from '../db/schema.ts'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { digest, seal } from '../lib/seal.ts'
import { hookUrl } from './hook-url.ts'
import { kindNamed } from './kinds.ts'
import { opened, type Settings } from './settings.ts'

/** An account of the operator with a vendor: its kind is a plugin of src/channels. */
export type Account = Selectable<ChannelAccounts>

/** In the order in which those of one medium are tried. */
export const accountsOf = (ctx: Context): Promise<Account[]> =>
  ctx.db
    .selectFrom('channel_accounts')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .orderBy('position')
    .orderBy('id')
    .execute()

/** An account, named by its id or its key. */
export async function findAccount(ctx: Context, name: string): Promise<Account> {
  const rows = await ctx.db
    .selectFrom('channel_accounts')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where((eb) => eb.or([eb('id', '=', name), eb('key', '=', name)]))
    .execute()
  const account = rows.find((row) => row.id === name) ?? rows[0]
  if (!account) throw new NotFound('channel account')
  return account
}

export const accountSettings = (ctx: Pick<Context, 'settings'>, account: Account): Settings =>
  opened(ctx, account.settings)

/** The address to which the vendor reports, with its token. Null where the vendor reports nothing. */
export const hookOf = (ctx: Pick<Context, 'settings'>, account: Account): string | null =>
  account.hook_sealed === null || !kindNamed(account.kind).hear ? null : hookUrl(ctx, account.kind, account.hook_sealed)

/** A new token for a hook: 192 random bits. */
export function newHook(ctx: Context) {
  const token = ctx.random(24).toString('base64url')
  return { hook_hash: digest(token), hook_sealed: seal(ctx.settings.secret, ctx.random, token) }
}
