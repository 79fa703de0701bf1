import { type Selectable, sql } from 'kysely'
import type { Users } from '../db/schema.ts'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { type Cursor, olderThan } from '../web/paging.ts'

export type User = Selectable<Users>

/** A user of the organization. */
export async function findUser(ctx: Context, id: string): Promise<User> {
  const user = await ctx.db
    .selectFrom('users')
    .selectAll()
    .where('id', '=', id)
    .where('org_id', '=', ctx.org)
    .executeTakeFirst()
  if (!user) throw new NotFound('user')
  return user
}

/** Newest first, one more than `limit` where there are more. */
export const listUsers = (
  ctx: Context,
  { limit, cursor }: { limit: number; cursor?: Cursor | undefined },
): Promise<User[]> =>
  ctx.db
    .selectFrom('users')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where(olderThan(cursor))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()

/** A user of any organization: at sign-in nobody knows yet which. */
export const userByEmail = (ctx: Pick<Context, 'db'>, email: string): Promise<User | undefined> =>
  ctx.db.selectFrom('users').selectAll().where(sql`lower(email)`, '=', email.trim().toLowerCase()).executeTakeFirst()

/** Holds everybody else's changes of the organization's users until the transaction ends. */
export const lockUsers = (ctx: Context) =>
  ctx.db.selectFrom('organizations').select('id').where('id', '=', ctx.org).forUpdate().execute()

/** People who can sign in as an owner, or could once they follow their invitation. */
export async function hasOwner(ctx: Context, besides: string | null = null): Promise<boolean> {
  const owner = await ctx.db
    .selectFrom('users')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('role', '=', 'owner')
    .where('disabled_at', 'is', null)
    .where('password_hash', 'is not', null)
    .$if(besides !== null, (query) => query.where('id', '<>', besides))
    .executeTakeFirst()
  return owner !== undefined
}

/** What others may know of a user. */
export const userState = (user: User): 'invited' | 'active' | 'disabled' =>
  user.disabled_at ? 'disabled' : user.password_hash === null ? 'invited' : 'active'
