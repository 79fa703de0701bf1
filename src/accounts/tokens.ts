import type { Selectable } from 'kysely'
import type { ApiTokens } from '../db/schema.ts'
import { record } from '../events/record.ts'
import { type Base, type Context, transaction } from '../lib/context.ts'
import { InvalidInput, NotFound } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { asRole, refuseAbove } from '../lib/roles.ts'
import { digest } from '../lib/seal.ts'
import { type Cursor, olderThan } from '../web/paging.ts'
import type { Signed } from '../web/web.ts'
import type { NewToken } from './schema.ts'
import { mayBeToken, newToken, tokenPrefix } from './token-format.ts'

export type Token = Selectable<ApiTokens>

/** Makes a token. It is told this once; only its hash is kept. */
export async function createToken(outer: Context, input: NewToken): Promise<{ token: Token; secret: string }> {
  refuseAbove(outer, input.role)
  if (input.expiresAt && input.expiresAt <= outer.now())
    throw new InvalidInput('The token would be expired.', [
      { pointer: '/expiresAt', detail: 'expected a later moment' },
    ])
  const secret = newToken(outer)
  return transaction(outer, async (ctx) => {
    const token = await ctx.db
      .insertInto('api_tokens')
      .values({
        id: newId(ctx),
        org_id: ctx.org,
        name: input.name,
        role: input.role,
        token_hash: digest(secret),
        prefix: tokenPrefix(secret),
        created_at: ctx.now(),
        created_by: ctx.actor.name,
        expires_at: input.expiresAt ?? null,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(ctx, { kind: 'token.created', subject: token.id, data: { name: token.name, role: token.role } })
    return { token, secret }
  })
}

/** Who a token stands for; null where it is unknown, expired or revoked. Asked on each request: a revocation is at once. */
export async function findByToken(base: Base, secret: string): Promise<Signed | null> {
  if (!mayBeToken(secret)) return null
  const now = base.now()
  const row = await base.db
    .selectFrom('api_tokens')
    .select(['id', 'org_id', 'name', 'role', 'last_used_at'])
    .where('token_hash', '=', digest(secret))
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .executeTakeFirst()
  if (!row) return null
  if (now.getTime() - (row.last_used_at?.getTime() ?? 0) > 60_000)
    await base.db.updateTable('api_tokens').set({ last_used_at: now }).where('id', '=', row.id).execute()
  return { org: row.org_id, actor: { kind: 'token', id: row.id, name: row.name, role: asRole(row.role) } }
}

/** Newest first, revoked ones left out. */
export const listTokens = (
  ctx: Context,
  { limit, cursor }: { limit: number; cursor?: Cursor | undefined },
): Promise<Token[]> =>
  ctx.db
    .selectFrom('api_tokens')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('revoked_at', 'is', null)
    .where(olderThan(cursor))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()

/** The token opens nothing from now on. */
export async function revokeToken(outer: Context, id: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const token = await ctx.db
      .updateTable('api_tokens')
      .set({ revoked_at: ctx.now() })
      .where('id', '=', id)
      .where('org_id', '=', ctx.org)
      .where('revoked_at', 'is', null)
      .returning(['name', 'role'])
      .executeTakeFirst()
    if (!token) throw new NotFound('token')
    refuseAbove(ctx, asRole(token.role))
    await record(ctx, { kind: 'token.revoked', subject: id, data: { name: token.name } })
  })
}
