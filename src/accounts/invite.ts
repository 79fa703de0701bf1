import { record } from '../events/record.ts'
import { consoleUrl } from '../lib/console-url.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { asRole, refuseAbove } from '../lib/roles.ts'
import { unlessTaken } from '../lib/taken.ts'
import { linkLife, makeLink, voidLinks } from './links.ts'
import type { NewUser } from './schema.ts'
import { findUser, type User } from './users.ts'

/** Adds a person, and the link by which they set a password: good for a week, once. */
export async function inviteUser(outer: Context, input: NewUser): Promise<{ user: User; link: string }> {
  refuseAbove(outer, input.role)
  return transaction(outer, async (ctx) => {
    const user = await unlessTaken(
      'Somebody has this address already.',
      ctx.db
        .insertInto('users')
        .values({
          id: newId(ctx),
          org_id: ctx.org,
          email: input.email,
          name: input.name ?? input.email.slice(0, input.email.indexOf('@')),
          role: input.role,
          created_at: ctx.now(),
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
    )
    await record(ctx, { kind: 'user.created', subject: user.id, data: { email: user.email, role: user.role } })
    return { user, link: await passwordLink(ctx, user) }
  })
}

/** A new link to set a password with; earlier ones stop working. Good for 30 minutes, or a week for who has none yet. */
export async function makePasswordLink(outer: Context, id: string): Promise<string> {
  return transaction(outer, async (ctx) => {
    const user = await findUser(ctx, id)
    refuseAbove(ctx, asRole(user.role))
    if (user.disabled_at) throw new Conflict('This person is disabled. Enable them first.')
    return passwordLink(ctx, user)
  })
}

async function passwordLink(ctx: Context, user: User): Promise<string> {
  const kind = user.password_hash === null ? 'invitation' : 'reset'
  await voidLinks(ctx, user.id)
  const token = await makeLink(ctx, user.id, linkLife[kind])
  await record(ctx, { kind: 'user.link_made', subject: user.id, data: { for: kind } })
  return `${consoleUrl(ctx.settings)}/console/reset/${token}`
}
