import { startSession } from '../accounts/sessions.ts'
import { createToken } from '../accounts/tokens.ts'
import { asSystem, type Context, type Role, roles } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import type { AnyRoute } from '../web/route.ts'
import type { Installation } from './installation.ts'

export const callers = [
  'nobody',
  'wrong token',
  'expired token',
  'revoked token',
  ...roles,
  'other organization',
] as const
export type Caller = (typeof callers)[number]

/** Calls a route as somebody: pages and forms with a session of their own, the rest with a token. */
export type CallAs = (caller: Caller, route: AnyRoute, path: string) => Promise<Response>

export async function callAs(ours: Installation, theirs: Installation): Promise<CallAs> {
  const users = { ours: await userOfEachRole(ours.ctx), theirs: await userOfEachRole(theirs.ctx) }
  const bad = await badTokens(ours)
  const tokenOf = (caller: Caller): string | null => {
    if (caller === 'nobody') return null
    if (caller === 'other organization') return theirs.tokens.owner
    return caller in bad ? bad[caller as keyof typeof bad] : ours.tokens[caller as Role]
  }
  const cookieOf = async (caller: Caller): Promise<string | null> => {
    if (caller === 'nobody') return null
    if (caller === 'other organization') return `upfront=${await startSession(theirs.ctx, users.theirs.owner, null)}`
    if (caller in bad) return `upfront=${bad[caller as keyof typeof bad]}`
    return `upfront=${await startSession(ours.ctx, users.ours[caller as Role], null)}`
  }
  return async (caller, route, path) => {
    const forPeople = route.kind === 'page' || route.kind === 'form'
    const token = forPeople ? null : tokenOf(caller)
    const cookie = forPeople ? await cookieOf(caller) : null
    const headers = {
      host: 'status.test',
      origin: 'http://status.test',
      'content-type': route.kind === 'form' ? 'application/x-www-form-urlencoded' : 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(cookie === null ? {} : { cookie }),
    }
    const body = route.method === 'GET' ? null : route.kind === 'form' ? '' : '{}'
    const response = await ours.app.request(`http://status.test${path}`, { method: route.method, headers, body })
    await response.body?.cancel()
    return response
  }
}

async function badTokens({ ctx, clock }: Installation) {
  const system = asSystem(ctx, ctx.org, 'Test')
  const soon = new Date(clock.now().getTime() + 1000)
  const expired = await createToken(system, { name: 'expired', role: 'owner', expiresAt: soon })
  const revoked = await createToken(system, { name: 'revoked', role: 'owner' })
  await ctx.db.updateTable('api_tokens').set({ revoked_at: clock.now() }).where('id', '=', revoked.token.id).execute()
  clock.advance(2000)
  return { 'wrong token': 'up_wrong', 'expired token': expired.secret, 'revoked token': revoked.secret } as const
}

async function userOfEachRole(ctx: Context): Promise<Record<Role, string>> {
  const made = roles.map(async (role) => {
    const id = newId(ctx)
    const person = { id, org_id: ctx.org, email: `${role}-${id}@example.com`, name: role, role, password_hash: 'x' }
    await ctx.db
      .insertInto('users')
      .values({ ...person, created_at: ctx.now() })
      .execute()
    return [role, id] as const
  })
  return Object.fromEntries(await Promise.all(made)) as Record<Role, string>
}
