import { touchAllAccess } from '../access/touch.ts'
import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { asRole, refuseAbove } from '../lib/roles.ts'
import { voidLinks } from './links.ts'
import type { ChangeUser } from './schema.ts'
import { endSessionsOf } from './sessions.ts'
import { findUser, hasOwner, lockUsers, type User } from './users.ts'

/**
 * Changes a person's name, role, whether they may sign in, and what they are told by mail. Nobody changes, or makes,
 * somebody above themselves; the last owner stays one. A disabled person is signed out at once.
 */
export async function changeUser(outer: Context, id: string, input: ChangeUser): Promise<User> {
  return transaction(outer, async (ctx) => {
    await lockUsers(ctx)
    const user = await findUser(ctx, id)
    refuseAbove(ctx, asRole(user.role))
    if (input.role) refuseAbove(ctx, input.role)
    const changes = changesBetween(settingsOf(user), input)
    if (isUnchanged(changes)) return user
    const endsOwner = user.role === 'owner' && (input.disabled === true || (input.role && input.role !== 'owner'))
    if (endsOwner && !(await hasOwner(ctx, id))) throw new Conflict('The last owner cannot be demoted or disabled.')
    const changed = await write(ctx, user, input)
    if (changed.disabled_at) await endSessionsOf(ctx, id)
    if (changed.disabled_at) await voidLinks(ctx, id)
    // The private feeds that they made of pages end with them, and come back with them.
    if (input.disabled !== undefined) await touchAllAccess(ctx)
    await record(ctx, { kind: 'user.changed', subject: id, data: { changes } })
    return changed
  })
}

const settingsOf = (user: User) => ({
  name: user.name,
  role: asRole(user.role),
  disabled: user.disabled_at !== null,
  tellDrafts: user.tell_drafts,
  tellPromises: user.tell_promises,
  tellSilence: user.tell_silence,
  tellDeliveries: user.tell_deliveries,
})

const write = (ctx: Context, user: User, input: ChangeUser): Promise<User> =>
  ctx.db
    .updateTable('users')
    .set({
      name: input.name,
      role: input.role,
      disabled_at: input.disabled === undefined ? undefined : input.disabled ? (user.disabled_at ?? ctx.now()) : null,
      tell_drafts: input.tellDrafts,
      tell_promises: input.tellPromises,
      tell_silence: input.tellSilence,
      tell_deliveries: input.tellDeliveries,
    })
    .where('id', '=', user.id)
    .where('org_id', '=', ctx.org)
    .returningAll()
    .executeTakeFirstOrThrow()
