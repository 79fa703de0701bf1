import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { newSecret } from '../lib/id.ts'
import { digest } from '../lib/seal.ts'

const minute = 60_000

/** How long a link is good for, in milliseconds. */
export const linkLife = { setup: 7 * 24 * 60 * minute, invitation: 7 * 24 * 60 * minute, reset: 30 * minute }

/** A one-time link's token. Whoever follows it sets the user's password, or becomes the first owner where it has none. */
export async function makeLink(ctx: Context, user: string | null, life: number): Promise<string> {
  const token = newSecret(ctx)
  const now = ctx.now()
  const expires_at = new Date(now.getTime() + life)
  await ctx.db
    .insertInto('user_links')
    .values({ token_hash: digest(token), org_id: ctx.org, user_id: user, created_at: now, expires_at })
    .execute()
  return token
}

export type Link = { org: string; user: string | null }

/** What a link is for. Throws NotFound where it is unknown, used or too old. */
export async function findLink(ctx: Pick<Context, 'db' | 'now'>, token: string): Promise<Link> {
  const row = await ctx.db
    .selectFrom('user_links')
    .select(['org_id', 'user_id'])
    .where('token_hash', '=', digest(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', ctx.now())
    .executeTakeFirst()
  if (!row) throw noLink()
  return { org: row.org_id, user: row.user_id }
}

/** Uses a link up; of two at once only one gets it. */
export async function useLink(ctx: Context, token: string): Promise<void> {
  const used = await ctx.db
    .updateTable('user_links')
    .set({ used_at: ctx.now() })
    .where('token_hash', '=', digest(token))
    .where('org_id', '=', ctx.org)
    .where('used_at', 'is', null)
    .where('expires_at', '>', ctx.now())
    .returning('token_hash')
    .executeTakeFirst()
  if (!used) throw noLink()
}

/** The links of a user, or those for the first owner, stop working. */
export async function voidLinks(ctx: Context, user: string | null): Promise<void> {
  await ctx.db
    .deleteFrom('user_links')
    .where('org_id', '=', ctx.org)
    .where('user_id', user === null ? 'is' : '=', user)
    .where('used_at', 'is', null)
    .execute()
}

const noLink = () => new NotFound('a link that still works was')
