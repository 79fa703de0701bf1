import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Conflict } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { z } from '../lib/zod.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import { forgetOldKeys } from './idempotency.ts'
import { mount } from './mount.ts'
import { defineRoute } from './route.ts'

const { ctx, web, clock, tokens } = await installation(await testDatabase())
let during: () => Promise<void> = async () => {}

const things = (path: string) =>
  defineRoute({
    method: 'POST',
    path,
    permission: 'viewer',
    summary: 'Makes an organization',
    body: z.strictObject({ name: z.string() }),
    response: z.object({ id: z.string(), name: z.string() }),
    status: 201,
    run: async (ctx, { body }) => {
      const id = newId(ctx)
      await ctx.db.insertInto('organizations').values({ id, name: body.name, created_at: ctx.now() }).execute()
      await during()
      return { id, name: body.name }
    },
  })
const app = mount(web, [things('/api/v1/things'), things('/api/v1/others')])

async function post(
  key: string,
  name: unknown,
  { token = tokens.viewer, path = '/api/v1/things', origin = 'http://status.test' } = {},
) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key }
  const response = await app.request(origin + path, { method: 'POST', headers, body: JSON.stringify({ name }) })
  const replayed = response.headers.get('idempotency-replayed')
  return { status: response.status, replayed, text: await response.text() }
}
const made = async (name: string) =>
  (await ctx.db.selectFrom('organizations').select('id').where('name', '=', name).execute()).length

test('the same request again gets the same answer, and does nothing', async () => {
  const first = await post('k1', 'same')
  const second = await post('k1', 'same')
  assert.deepEqual([first.status, first.replayed], [201, null])
  assert.deepEqual(second, { ...first, replayed: 'true' })
  assert.equal(await made('same'), 1)
})

test('a key is for one request: another body, or another path, is refused', async () => {
  await post('k2', 'one')
  assert.equal((await post('k2', 'two')).status, 422)
  assert.equal((await post('k2', 'one', { path: '/api/v1/others' })).status, 422)
  assert.equal(await made('two'), 0)
})

test('it is the same request by another host or port', async () => {
  await post('k0', 'moved')
  const again = await post('k0', 'moved', { origin: 'https://other.test:8443' })
  assert.deepEqual([again.status, again.replayed], [201, 'true'])
  assert.equal((await post('k0', 'moved', { path: '/api/v1/things?x=1' })).status, 422)
})

test("a key is the actor's own", async () => {
  await post('k3', 'mine')
  assert.equal((await post('k3', 'mine', { token: tokens.editor })).replayed, null)
  assert.equal(await made('mine'), 2)
})

test('while it is being worked on, the same key is a conflict', async () => {
  const reached = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  during = () => {
    reached.resolve()
    return go.promise
  }
  const first = post('k4', 'slow')
  await reached.promise
  assert.equal((await post('k4', 'slow')).status, 409)
  go.resolve()
  assert.equal((await first).status, 201)
  during = async () => {}
  assert.equal((await post('k4', 'slow')).replayed, 'true')
  assert.equal(await made('slow'), 1)
})

test('what failed did nothing, and may be tried again', async () => {
  during = async () => {
    throw new Conflict('not now')
  }
  assert.equal((await post('k5', 'later')).status, 409)
  assert.equal(await made('later'), 0)
  during = async () => {}
  assert.equal((await post('k5', 12)).status, 422)
  assert.deepEqual([(await post('k5', 'later')).status, await made('later')], [201, 1])
})

test('a key is forgotten after a day', async () => {
  await post('k6', 'daily')
  clock.advance(23 * 3_600_000)
  assert.equal((await post('k6', 'daily')).replayed, 'true')
  clock.advance(2 * 3_600_000)
  assert.equal((await post('k6', 'daily')).replayed, null)
  clock.advance(25 * 3_600_000)
  await forgetOldKeys(ctx)
  assert.deepEqual(await ctx.db.selectFrom('idempotency_keys').selectAll().execute(), [])
})

test('keys that are none are refused; the stored answer is not readable', async () => {
  for (const key of ['a b', 'é', 'x'.repeat(256)]) assert.equal((await post(key, 'odd')).status, 422, key)
  await post('k7', 'secret-answer')
  const kept = await ctx.db.selectFrom('idempotency_keys').selectAll().execute()
  assert.equal(kept.length, 1)
  assert.doesNotMatch(JSON.stringify(kept), /secret-answer/)
})
