import assert from 'node:assert/strict'
import { test } from 'node:test'
import { webPush } from '../channels/web-push.ts'
import { unseal } from '../lib/seal.ts'
import { vapidKeys } from '../lib/vapid.ts'
import { handle } from '../queue/job.ts'
import { drain } from '../queue/worker.ts'
import { acme } from '../test/acme.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import { subscribeChannelJob } from './ask-channel.ts'
import { subscribeByChannel } from './subscribe-channel.ts'

const database = await testDatabase()
const { endpoint, p256dh, auth } = webPush.sample.target
const given = { endpoint, p256dh, auth }

async function setUp(seed: string) {
  const { app, ctx, base } = await installation(database, { seed })
  const { page, us } = await acme(ctx)
  const path = `/p/acme-${page}/subscribe/push`
  const headers = { host: 'status.test', 'content-type': 'application/json' }
  const call = (method: string, body?: object) =>
    app.request(path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  const work = () => drain(base, database.pool, [handle(subscribeChannelJob, subscribeByChannel)])
  const rows = () => ctx.db.selectFrom('subscribers').selectAll().where('org_id', '=', ctx.org).execute()
  return { ctx, us, call, work, rows }
}

test('a browser subscribes with our key and is told from then on; it ends by itself', async () => {
  const { ctx, us, call, work, rows } = await setUp('browser')
  const keys = vapidKeys(ctx.settings.secret)
  assert.deepEqual(await (await call('GET')).json(), { key: keys.publicKey })
  assert.equal((await call('POST', { ...given, components: [us] })).status, 202)
  await work()
  const [subscriber] = await rows()
  assert.ok(subscriber?.target)
  assert.deepEqual(
    [subscriber.channel, subscriber.state, subscriber.label, subscriber.host],
    ['web-push', 'active', 'Browser at fcm.googleapis.com', 'fcm.googleapis.com'],
  )
  assert.deepEqual(JSON.parse(unseal(ctx.settings.secret, subscriber.target)), { ...given, key: keys.privateKey })
  assert.equal((await call('DELETE', given)).status, 204)
  assert.equal((await rows())[0]?.state, 'unsubscribed')
  assert.equal((await call('POST', given)).status, 202)
  await work()
  assert.deepEqual(
    (await rows()).map(({ state }) => state),
    ['active'],
  )
})

test('what no browser says is refused, with the place', async () => {
  const { call, rows } = await setUp('refused')
  for (const [body, pointer] of [
    [{ ...given, endpoint: 'http://push.example/1' }, /endpoint/],
    [{ ...given, p256dh: 'AAAA' }, /p256dh/],
    [{ ...given, auth: '' }, /auth/],
    [{ ...given, key: 'mine' }, /key/],
    [{ endpoint }, /p256dh/],
  ] as const) {
    const response = await call('POST', body)
    assert.equal(response.status, 422)
    assert.match(JSON.stringify(await response.json()), pointer)
  }
  assert.deepEqual(await rows(), [])
})

test('one network subscribes ten times in four hours', async () => {
  const { call } = await setUp('many')
  const statuses: number[] = []
  for (let i = 0; i < 12; i++) statuses.push((await call('POST', { ...given, endpoint: `${endpoint}${i}` })).status)
  assert.equal(statuses.filter((status) => status === 202).length, 10)
  assert.equal(statuses.at(-1), 429)
})
