import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { asRole } from '../lib/roles.ts'
import type { Accounts } from './accounts.ts'
import { isDeviceOf } from './device.ts'
import { firstOrganization } from './organization.ts'
import { isWeak } from './passwords.ts'
import { endSession, startSession } from './sessions.ts'
import { type User, userByEmail } from './users.ts'

export type SignIn = {
  email: string
  password: string
  ip: string
  userAgent: string | null
  /** The browser's mark of an earlier sign-in. */
  device: string | null
  /** The browser's session, if it has one: it ends here. */
  session: string | null
}

/**
 * Begins a session for the person with this address and password. One answer, after the same work, whether the address
 * is unknown, the password wrong or the person disabled. Throws InvalidInput, or TooMany.
 */
export async function signIn(
  ctx: Context,
  { passwords, throttle }: Accounts,
  input: SignIn,
): Promise<{ user: User; session: string }> {
  const user = await userByEmail(ctx, input.email)
  const attempt = { ...input, knownDevice: user !== undefined && isDeviceOf(ctx, user.id, input.device) }
  await throttle.attempt(ctx, attempt)
  const hash = user && user.disabled_at === null ? user.password_hash : null
  const fits = input.password.length <= 512 && (await passwords.matches(hash, input.password))
  if (!user || !fits) return refuse(ctx, user, input.ip)
  await throttle.succeeded(ctx, attempt)
  const better = isWeak(user.password_hash ?? '') ? await passwords.hash(ctx, input.password) : null
  return { user, session: await begin(ctx, user, input, better) }
}

async function begin(outer: Context, user: User, input: SignIn, better: string | null): Promise<string> {
  return transaction(asUser(outer, user), async (ctx) => {
    if (better) await ctx.db.updateTable('users').set({ password_hash: better }).where('id', '=', user.id).execute()
    if (input.session) await endSession(ctx, input.session)
    await record(ctx, { kind: 'user.signed_in', subject: user.id, data: { ip: input.ip } })
    return startSession(ctx, user.id, input.userAgent)
  })
}

async function refuse(outer: Context, user: User | undefined, ip: string): Promise<never> {
  const org = user?.org_id ?? (await firstOrganization(outer))
  // The address that was typed is not kept: people type passwords there.
  if (org)
    await transaction({ ...outer, org }, (ctx) =>
      record(ctx, { kind: 'user.sign_in_failed', subject: user?.id ?? 'unknown', data: { ip } }),
    )
  throw new InvalidInput('The e-mail address or the password is wrong.')
}

/** The context of a person who has just shown who they are. */
export const asUser = (ctx: Context, user: User): Context => ({
  ...ctx,
  org: user.org_id,
  actor: { kind: 'user', id: user.id, name: user.name, role: asRole(user.role) },
})
