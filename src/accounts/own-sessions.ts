import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { digest } from '../lib/seal.ts'
import { sessionLife } from './sessions.ts'

export type OwnSession = { createdAt: Date; seenAt: Date; userAgent: string | null; isThis: boolean }

/** Where somebody is signed in, the last seen first. `token`: the session that asks. */
export async function sessionsOf(ctx: Context, user: string, token: string): Promise<OwnSession[]> {
  const now = ctx.now()
  const rows = await ctx.db
    .selectFrom('sessions as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select(['s.token_hash', 's.created_at', 's.seen_at', 's.user_agent'])
    .where('u.org_id', '=', ctx.org)
    .where('s.user_id', '=', user)
    .where('s.expires_at', '>', now)
    .where('s.seen_at', '>', new Date(now.getTime() - sessionLife.idle))
    .orderBy('s.seen_at', 'desc')
    .execute()
  const own = digest(token)
  return rows.map((row) => ({
    createdAt: row.created_at,
    seenAt: row.seen_at,
    userAgent: row.user_agent,
    isThis: row.token_hash.equals(own),
  }))
}

/** Signs somebody out everywhere but where they are. How many sessions ended. */
export async function endOtherSessions(outer: Context, user: string, token: string): Promise<number> {
  return transaction(outer, async (ctx) => {
    const ended = await ctx.db
      .deleteFrom('sessions')
      .where('user_id', '=', user)
      .where('token_hash', '<>', digest(token))
      .where('user_id', 'in', (eb) => eb.selectFrom('users').select('id').where('org_id', '=', ctx.org))
      .returning('created_at')
      .execute()
    if (ended.length > 0)
      await record(ctx, { kind: 'user.signed_out', subject: user, data: { sessions: ended.length } })
    return ended.length
  })
}
