import type { Selectable } from 'kysely'
import type { Channel } from '../channels/channel.ts'
import { channelOf } from '../channels/index.ts'
import type { ChannelAccounts } from '../db/schema.ts'
import type { Base, Context } from '../lib/context.ts'
import { digest, unseal } from '../lib/seal.ts'

/** An account with a vendor, ready for use. */
export type Account = { id: string; org: string; channel: Channel; settings: unknown }

/** Whose hook this is. Null where the token is nobody's. One that is switched off is heard too: STOP counts. */
export async function findAccountByHook(base: Base, kind: string, token: string): Promise<Account | null> {
  const row = await base.db
    .selectFrom('channel_accounts')
    .selectAll()
    .where('kind', '=', kind)
    .where('hook_hash', '=', digest(token))
    .executeTakeFirst()
  return row ? opened(base, row) : null
}

export async function findAccount(ctx: Context, id: string): Promise<Account | null> {
  const row = await ctx.db
    .selectFrom('channel_accounts')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? opened(ctx, row) : null
}

function opened(base: Base, row: Selectable<ChannelAccounts>): Account | null {
  const channel = channelOf(row.kind)
  if (!channel) return null
  const settings = channel.settings.parse(JSON.parse(unseal(base.settings.secret, row.settings)))
  return { id: row.id, org: row.org_id, channel, settings }
}
