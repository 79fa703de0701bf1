import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem, type Context, type Role } from '../lib/context.ts'
import { Conflict, Forbidden, InvalidInput, NotFound } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import { changeUser } from './change-user.ts'
import { inviteUser, makePasswordLink } from './invite.ts'
import { findSession, startSession } from './sessions.ts'
import { changePassword, setPasswordByLink } from './set-password.ts'
import { asUser } from './sign-in.ts'
import { findUser, type User } from './users.ts'

const database = await testDatabase()
const { ctx: outer, base, clock, accounts } = await installation(database)
const { passwords } = accounts
const password = 'vermilion tractor'

/** An organization of the test's own, with a person of each role. */
async function people() {
  const org = newId(outer)
  await outer.db.insertInto('organizations').values({ id: org, name: 'Other', created_at: clock.now() }).execute()
  const ctx = asSystem(outer, org, 'Test')
  const add = async (role: Role): Promise<{ user: User; as: Context }> => {
    const { user, link } = await inviteUser(ctx, { email: `${newId(ctx)}@example.com`, role })
    const active = await setPasswordByLink(ctx, passwords, { token: tokenOf(link), password })
    return { user, as: asUser(ctx, active) }
  }
  return { ctx, owner: await add('owner'), admin: await add('admin'), editor: await add('editor'), add }
}
const tokenOf = (link: string) => link.split('/').at(-1) ?? ''

test('nobody gives a role above their own, or touches somebody above them', async () => {
  const { owner, admin, editor } = await people()
  const email = `${newId(outer)}@example.com`
  await assert.rejects(inviteUser(admin.as, { email, role: 'owner' }), Forbidden)
  await assert.rejects(changeUser(admin.as, admin.user.id, { role: 'owner' }), Forbidden)
  await assert.rejects(changeUser(admin.as, owner.user.id, { disabled: true }), Forbidden)
  await assert.rejects(makePasswordLink(admin.as, owner.user.id), Forbidden)
  assert.equal((await changeUser(admin.as, editor.user.id, { role: 'admin' })).role, 'admin')
})

test('the last owner stays one, even when two go at the same moment', async () => {
  const { owner, add } = await people()
  await assert.rejects(changeUser(owner.as, owner.user.id, { role: 'admin' }), Conflict)
  await assert.rejects(changeUser(owner.as, owner.user.id, { disabled: true }), Conflict)
  const second = await add('owner')
  const both = await Promise.allSettled([
    changeUser(owner.as, owner.user.id, { role: 'viewer' }),
    changeUser(second.as, second.user.id, { disabled: true }),
  ])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('a new role holds from the next request; disabling signs out', async () => {
  const { ctx, owner, editor } = await people()
  const token = await startSession(ctx, editor.user.id, null)
  const role = async () => (await findSession(base, token))?.actor
  assert.equal((await role())?.kind === 'user' && (await findSession(base, token)) !== null, true)
  await changeUser(owner.as, editor.user.id, { role: 'viewer' })
  assert.deepEqual(await role(), { kind: 'user', id: editor.user.id, name: editor.user.name, role: 'viewer' })
  await changeUser(owner.as, editor.user.id, { disabled: true })
  assert.equal(await role(), undefined)
  await changeUser(owner.as, editor.user.id, { disabled: false })
  assert.equal(await role(), undefined)
})

test('a new password ends every session and every other link', async () => {
  const { ctx, owner, editor } = await people()
  const session = await startSession(ctx, editor.user.id, null)
  const early = await makePasswordLink(owner.as, editor.user.id)
  const link = await makePasswordLink(owner.as, editor.user.id)
  const set = (token: string) =>
    setPasswordByLink(ctx, passwords, { token: tokenOf(token), password: 'quiet harbour 7' })
  await assert.rejects(set(early), NotFound)
  const both = await Promise.allSettled([set(link), set(link)])
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  await assert.rejects(set(link), NotFound)
  assert.equal(await findSession(base, session), null)
  const again = await startSession(ctx, editor.user.id, null)
  const change = { user: editor.user.id, ip: '192.0.2.1' }
  await assert.rejects(
    changePassword(editor.as, accounts, { ...change, current: 'wrong', next: password }),
    InvalidInput,
  )
  await changePassword(editor.as, accounts, { ...change, current: 'quiet harbour 7', next: password })
  assert.equal(await findSession(base, again), null)
})

test('a reset link is good for half an hour, an invitation for a week', async () => {
  const { ctx, owner, editor } = await people()
  const reset = await makePasswordLink(owner.as, editor.user.id)
  const { link } = await inviteUser(owner.as, { email: `${newId(ctx)}@example.com`, role: 'viewer' })
  clock.advance(30 * 60_000)
  await assert.rejects(setPasswordByLink(ctx, passwords, { token: tokenOf(reset), password }), NotFound)
  clock.advance(6 * 24 * 3_600_000)
  await setPasswordByLink(ctx, passwords, { token: tokenOf(link), password })
})

test('one address, one person', async () => {
  const { owner, editor, ctx } = await people()
  await assert.rejects(inviteUser(owner.as, { email: editor.user.email.toUpperCase(), role: 'viewer' }), Conflict)
  const other = await people()
  await assert.rejects(findUser(other.owner.as, editor.user.id), NotFound)
  await assert.rejects(changeUser(other.owner.as, editor.user.id, { role: 'viewer' }), NotFound)
  const events = await ctx.db.selectFrom('events').select(['kind', 'data']).where('org_id', '=', ctx.org).execute()
  assert.deepEqual([...new Set(events.map(({ kind }) => kind))].sort(), [
    'user.created',
    'user.link_made',
    'user.password_set',
  ])
  assert.doesNotMatch(JSON.stringify(events), /vermilion|console\/reset/)
})
