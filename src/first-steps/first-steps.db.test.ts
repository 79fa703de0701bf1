import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAccounts } from '../accounts/accounts.ts'
import { inviteUser } from '../accounts/invite.ts'
import { settingsPages } from '../accounts/settings-console.ts'
import { createComponent } from '../components/create.ts'
import type { Context, Role } from '../lib/context.ts'
import { overviewPages } from '../overview/console.ts'
import { changePage } from '../pages/change.ts'
import { createPage } from '../pages/create.ts'
import { ensureFirstPage } from '../pages/ensure-first.ts'
import { createRule } from '../rules/create.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { signedIn } from '../test/console-world.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { firstStepPages } from './console.ts'
import { firstSteps } from './steps.ts'

const database = await testDatabase()

/** A first start without mail, at which `user` looks. */
async function setUp(user: string, role: Role = 'owner') {
  const { ctx: bare } = await testContext(database, { seed: user })
  const actor = { kind: 'user', id: user, name: 'Alice', role } as const
  const ctx: Context = { ...bare, actor, settings: { ...bare.settings, mailFrom: null } }
  await signedIn(ctx, user)
  return { ctx, ...testConsole(ctx, [...overviewPages, ...firstStepPages, ...settingsPages(createAccounts())], user) }
}

const undone = async (ctx: Context) =>
  (await firstSteps(ctx))?.steps.flatMap(({ id, done }) => (done ? [] : [id])) ?? null

test('each step is ticked once the facts say so; the last one ends them all', async () => {
  const { ctx, see, submit } = await setUp('facts')
  const page = (await ensureFirstPage(ctx))!.id
  const empty = await see('/console')
  shows(empty, /First steps.*Name your page.*List what.*Connect your.*Say what.*Let mail leave.*Invite a.*See it as/s)
  hides(empty, /Nothing needs you|Broken in Upfront|Done:/)
  const mails = { ...ctx, settings: { ...ctx.settings, mailFrom: 'status@acme.example' } }
  assert.deepEqual(await undone(mails), ['page', 'components', 'monitoring', 'rule', 'colleague', 'follow'])
  await changePage(ctx, page, { name: 'Acme Cloud' })
  await createComponent(ctx, { page, key: 'web', name: 'Web app' })
  assert.deepEqual(await undone(ctx), ['monitoring', 'rule', 'mail', 'colleague', 'follow'])
  shows(await see('/console'), /Nothing needs you.*First steps.*2 of 7 done.*Done:.*Your page has a name/s)
  assert.equal(await submit('/console/first-steps/source', { kind: 'grafana' }), '/console#step-monitoring')
  shows(await see('/console'), /Grafana is to send.*<code>http:\/\/status\.test\/hooks\/grafana\/.*curl &#39;http/s)
  assert.deepEqual(await undone(ctx), ['monitoring', 'rule', 'mail', 'colleague', 'follow'])
  await ctx.db.updateTable('sources').set({ last_arrival_at: ctx.now() }).where('org_id', '=', ctx.org).execute()
  await inviteUser(ctx, { email: `bob@${ctx.org}.example`, role: 'editor' })
  assert.deepEqual(await undone(ctx), ['rule', 'mail', 'follow'])
  const publish = { mode: 'record' } as const
  await createRule(ctx, { name: 'All', match: {}, publish })
  assert.deepEqual(await undone(ctx), ['mail', 'follow'])
  await addSubscriber(ctx, { page, email: 'pat@customer.example', components: null, confirmed: true })
  shows(await see('/console'), /Broken in Upfront.*No mail can leave.*Let mail leave/s)
  assert.equal(await firstSteps(mails), null)
})

test('what a person leaves out is gone for them alone, until their account brings it back', async () => {
  const { ctx, see, submit, send } = await setUp('leaves')
  await createPage(ctx, { slug: 'leaves', name: 'Acme' })
  hides(await see('/console/settings/account'), /Show them again/)
  await submit('/console/first-steps/leave', { step: 'colleague' })
  await submit('/console/first-steps/leave', { step: 'colleague' })
  hides(await see('/console'), /Invite a colleague/)
  assert.deepEqual(await undone(ctx), ['components', 'monitoring', 'rule', 'mail', 'follow'])
  await signedIn(ctx, 'beside-leaves')
  const other = { kind: 'user', id: 'beside-leaves', name: 'Bea', role: 'owner' } as const
  assert.deepEqual(await undone({ ...ctx, actor: other }), ['components', 'monitoring', 'rule', 'mail', 'follow'])
  await submit('/console/first-steps/leave', { step: 'all' })
  shows(await see('/console'), /Broken in Upfront.*No mail can leave/s)
  hides(await see('/console'), /First steps/)
  shows(await see('/console/settings/account'), /Show them again/)
  assert.equal(await undone(ctx), null)
  await submit('/console/first-steps/back')
  assert.deepEqual(await undone(ctx), ['components', 'monitoring', 'rule', 'mail', 'follow'])
  assert.equal((await send('/console/first-steps/leave', { step: 'nonsense' })).status, 422)
})

test('nobody is asked for what they may not do, or shown an address that is not theirs to know', async () => {
  const { ctx, see, send, submit } = await setUp('viewer')
  await createPage(ctx, { slug: 'viewer', name: 'Acme' })
  await submit('/console/first-steps/source', { kind: 'grafana' })
  for (const role of ['viewer', 'editor'] as const) {
    const page = await see('/console', role)
    shows(page, /First steps.*See it as your readers do.*href="http:\/\/status\.test[^"]*\/subscribe"/s)
    hides(page, /Name your page|Invite a colleague|\/hooks\/|href="\/console\/channels"/)
    assert.equal((await send('/console/first-steps/source', { kind: 'grafana' }, role)).status, 403)
  }
  await submit('/console/first-steps/leave', { step: 'follow' }, 'viewer')
  hides(await see('/console', 'viewer'), /First steps/)
  assert.equal(
    await firstSteps({ ...ctx, actor: { kind: 'token', id: 't', name: 'T', role: 'viewer' } }).then(
      (left) => left?.steps.length,
    ),
    1,
  )
})
