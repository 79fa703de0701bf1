import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput, NotFound } from '../lib/errors.ts'
import type { Accounts } from './accounts.ts'
import { findLink, useLink, voidLinks } from './links.ts'
import { checkNewPassword } from './password-rules.ts'
import type { Passwords } from './passwords.ts'
import { endSessionsOf } from './sessions.ts'
import { asUser } from './sign-in.ts'
import { findUser, type User } from './users.ts'

/** The user behind an invitation or a reset link. Throws NotFound where it is no good any more. */
export async function userOfLink(ctx: Context, token: string): Promise<User> {
  const { org, user } = await findLink(ctx, token)
  const found = user === null ? null : await findUser({ ...ctx, org }, user)
  if (!found || found.disabled_at) throw new NotFound('a link that still works was')
  return found
}

/** Sets a password by an invitation or a reset link, once, and ends all sessions. */
export async function setPasswordByLink(
  outer: Context,
  passwords: Passwords,
  { token, password }: { token: string; password: string },
): Promise<User> {
  const user = await userOfLink(outer, token)
  checkNewPassword(password, user.email)
  const hash = await passwords.hash(outer, password)
  return transaction(asUser(outer, user), async (ctx) => {
    await useLink(ctx, token)
    return keep(ctx, user, hash, 'link')
  })
}

/** Changes one's own password; every session ends, this one too. */
export async function changePassword(
  outer: Context,
  { passwords, throttle }: Accounts,
  { user: id, current, next, ip }: { user: string; current: string; next: string; ip: string },
): Promise<User> {
  const user = await findUser(outer, id)
  await throttle.attempt(outer, { email: user.email, ip, knownDevice: true })
  if (!(await passwords.matches(user.password_hash, current)))
    throw new InvalidInput('The password is wrong.', [{ pointer: '/current', detail: 'this is not your password' }])
  checkNewPassword(next, user.email, '/next')
  const hash = await passwords.hash(outer, next)
  return transaction(outer, async (ctx) => keep(ctx, user, hash, 'password'))
}

async function keep(ctx: Context, user: User, hash: string, by: string): Promise<User> {
  const changed = await ctx.db
    .updateTable('users')
    .set({ password_hash: hash })
    .where('id', '=', user.id)
    .where('org_id', '=', ctx.org)
    .returningAll()
    .executeTakeFirstOrThrow()
  await voidLinks(ctx, user.id)
  await endSessionsOf(ctx, user.id)
  await record(ctx, { kind: 'user.password_set', subject: user.id, data: { by } })
  return changed
}
