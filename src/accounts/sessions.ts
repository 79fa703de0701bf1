import type { Base, Context } from '../lib/context.ts'
import { newSecret } from '../lib/id.ts'
import { asRole } from '../lib/roles.ts'
import { digest } from '../lib/seal.ts'
import type { Signed } from '../web/web.ts'

const hour = 3_600_000

/** In milliseconds. A session ends when it was not used for `idle`, and `absolute` after it began. */
export const sessionLife = { idle: 12 * hour, absolute: 30 * 24 * hour }

/** Begins a session. The token goes into the browser's cookie; only its hash is kept. */
export async function startSession(ctx: Context, user: string, userAgent: string | null): Promise<string> {
  const token = newSecret(ctx)
  const now = ctx.now()
  const expires_at = new Date(now.getTime() + sessionLife.absolute)
  await ctx.db
    .insertInto('sessions')
    .values({
      token_hash: digest(token),
      user_id: user,
      created_at: now,
      seen_at: now,
      expires_at,
      user_agent: userAgent,
    })
    .execute()
  return token
}

/** Who a session stands for, with the role of this moment; null where it ended or the person was disabled. */
export async function findSession(base: Base, token: string): Promise<Signed | null> {
  const now = base.now()
  const row = await base.db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['users.id', 'users.org_id', 'users.name', 'users.role', 'sessions.seen_at'])
    .where('sessions.token_hash', '=', digest(token))
    .where('sessions.expires_at', '>', now)
    .where('sessions.seen_at', '>', new Date(now.getTime() - sessionLife.idle))
    .where('users.disabled_at', 'is', null)
    .executeTakeFirst()
  if (!row) return null
  // Once a minute is enough: otherwise each look at the console would be a write.
  if (now.getTime() - row.seen_at.getTime() > 60_000) await seen(base, token)
  return { org: row.org_id, actor: { kind: 'user', id: row.id, name: row.name, role: asRole(row.role) } }
}

const seen = ({ db, now }: Base, token: string) =>
  db.updateTable('sessions').set({ seen_at: now() }).where('token_hash', '=', digest(token)).execute()

export const endSession = (ctx: Context, token: string) =>
  ctx.db.deleteFrom('sessions').where('token_hash', '=', digest(token)).execute()

/** Signs a user out everywhere. */
export const endSessionsOf = (ctx: Context, user: string) =>
  ctx.db.deleteFrom('sessions').where('user_id', '=', user).execute()

/** Forgets sessions that ended by themselves, and links that nobody can use any more. */
export async function forgetEndedSessions({ db, now }: Pick<Base, 'db' | 'now'>): Promise<void> {
  const idle = new Date(now().getTime() - sessionLife.idle)
  await db
    .deleteFrom('sessions')
    .where((eb) => eb.or([eb('expires_at', '<', now()), eb('seen_at', '<', idle)]))
    .execute()
  await db.deleteFrom('user_links').where('expires_at', '<', now()).execute()
}
