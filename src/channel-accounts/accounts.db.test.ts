import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { channels } from '../channels/index.ts'
import { Conflict, InvalidInput } from '../lib/errors.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { mailServer } from '../test/mail-server.ts'
import { changeAccount } from './change.ts'
import { createAccount } from './create.ts'
import { accountSettings, accountsOf, findAccount } from './find.ts'
import { kindNamed } from './kinds.ts'
import { openAccounts } from './open.ts'
import { moveAccount, orderAccounts } from './order.ts'
import { removeAccount } from './remove.ts'
import { rotateHook } from './rotate-hook.ts'
import { priceOf } from './schema.ts'
import { kept, withoutSecrets } from './settings.ts'
import { tryAccount } from './try.ts'

const database = await testDatabase()
const server = await mailServer()
after(() => server.stop())

const from = 'Acme Cloud <status@acme.example>'
const secret = 'smtp://upfront:nobody-may-see@mail.acme.example:587'

async function setUp(seed: string) {
  const { ctx } = await testContext(database, { seed })
  const place = await acme(ctx)
  const add = (key: string, settings: Record<string, unknown> = { url: secret, from }) =>
    createAccount(ctx, { key, kind: 'smtp', settings })
  return { ctx, add, ...place }
}

test('settings are checked where they stand, sealed, and named but not shown in events', async () => {
  const { ctx, add } = await setUp('sealed')
  const account = await add('first')
  assert.deepEqual(accountSettings(ctx, account), { url: secret, from })
  assert.doesNotMatch(account.settings.toString('latin1'), /nobody-may-see/)
  assert.deepEqual(withoutSecrets(kindNamed('smtp').settings, accountSettings(ctx, account)), { url: kept, from })
  await changeAccount(ctx, 'first', {
    settings: { url: kept, from: 'x@acme.example' },
    price: { amount: 0.0079, currency: 'USD' },
  })
  const changed = await findAccount(ctx, 'first')
  assert.deepEqual(accountSettings(ctx, changed), { url: secret, from: 'x@acme.example' })
  assert.deepEqual(priceOf(changed), { amount: 0.0079, currency: 'USD' })
  const events = await ctx.db.selectFrom('events').select('data').where('subject_id', '=', account.id).execute()
  assert.doesNotMatch(JSON.stringify(events), /nobody-may-see/)
  const wrong = { url: 'http://mail.acme.example/nobody-may-see', form: 'x' }
  await assert.rejects(changeAccount(ctx, 'first', { settings: wrong }), (error) => {
    assert.ok(error instanceof InvalidInput)
    assert.deepEqual(error.problems.map(({ pointer }) => pointer).sort(), [
      '/settings/form',
      '/settings/from',
      '/settings/url',
    ])
    assert.doesNotMatch(JSON.stringify(error.problems), /nobody-may-see/)
    return true
  })
  await assert.rejects(add('first'), Conflict)
  await assert.rejects(createAccount(ctx, { key: 'x', kind: 'pigeon' }), /no such kind/)
})

test('the order is that in which they are tried; one that is off is not', async () => {
  const { ctx, add } = await setUp('order')
  const [a, b] = [await add('a'), await add('b')]
  await add('c')
  const keys = async () => (await accountsOf(ctx)).map(({ key }) => key)
  await orderAccounts(ctx, ['c', 'a'])
  assert.deepEqual(await keys(), ['c', 'a', 'b'])
  await moveAccount(ctx, 'a', -1)
  assert.deepEqual(await keys(), ['a', 'c', 'b'])
  await moveAccount(ctx, 'a', -1)
  assert.deepEqual(await keys(), ['a', 'c', 'b'])
  await assert.rejects(orderAccounts(ctx, ['a', 'a']), InvalidInput)
  await changeAccount(ctx, 'c', { enabled: false })
  assert.deepEqual(
    (await openAccounts(channels).of(ctx, 'email')).map(({ id }) => id),
    [a.id, b.id],
  )
  await removeAccount(ctx, 'a')
  assert.deepEqual(await keys(), ['c', 'b'])
  await assert.rejects(findAccount(ctx, 'a'), /not found/)
})

test('a new address of the hook ends the old one', async () => {
  const { ctx, add } = await setUp('rotate')
  const before = await add('first')
  const after = await rotateHook(ctx, 'first')
  assert.notDeepEqual(after.hook_hash, before.hook_hash)
})

test('a test goes to where it is said, by that account alone, and says how it went', async () => {
  const { ctx, add } = await setUp('try')
  await add('works', { url: server.url, from })
  server.mails.length = 0
  const good = await tryAccount(ctx, 'works', { target: { email: 'pat@customer.example' } })
  assert.equal(good.sent, true)
  assert.match(good.outcome, /^It was taken: 250/)
  assert.match(server.mails[0]?.parsed.text ?? '', /This is a test from the status page of Acme Cloud/)
  await add('gone', { url: 'smtp://upfront:nobody-may-see@127.0.0.1:9', from })
  const bad = await tryAccount(ctx, 'gone', { target: { email: 'pat@customer.example' } })
  assert.equal(bad.sent, false)
  assert.doesNotMatch(bad.outcome, /nobody-may-see/)
  await assert.rejects(
    tryAccount(ctx, 'works', { target: { email: 'nowhere' } }),
    (error) => error instanceof InvalidInput && error.problems[0]?.pointer === '/target/email',
  )
})

test('every page says anew what it offers when an account comes or goes', async () => {
  const { ctx, add, page } = await setUp('offer')
  const version = async () =>
    (await ctx.db.selectFrom('pages').select('version').where('id', '=', page).executeTakeFirstOrThrow()).version
  const before = await version()
  await add('first')
  assert.equal(await version(), before + 1)
  await changeAccount(ctx, 'first', { name: 'Another name' })
  assert.equal(await version(), before + 1)
  await removeAccount(ctx, 'first')
  assert.equal(await version(), before + 2)
})
