import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Actor } from '../lib/context.ts'
import { drain } from '../queue/worker.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testWeb } from '../test/web.ts'
import { mount } from '../web/mount.ts'
import { bulkRoutes } from './api.ts'
import { bulkHandlers } from './jobs.ts'

const database = await testDatabase()

async function setUp(seed: string, role: 'editor' | 'admin' = 'editor') {
  const { ctx, base } = await testContext(database, { seed })
  const place = await acme(ctx)
  const actor: Actor = { kind: 'token', id: 't', name: 'Token', role }
  const signed = async () => ({ org: ctx.org, actor })
  const app = mount(testWeb({ base, authenticate: { token: signed, session: signed } }), bulkRoutes)
  const headers = { authorization: 'Bearer t', host: 'status.test', 'content-type': 'application/json' }
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await app.request(`http://status.test/api/v1/subscribers/changes${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: await answer.json() }
  }
  for (const email of ['a@one.example', 'b@one.example', 'c@two.example'])
    await addSubscriber(ctx, { page: place.page, email, components: null, confirmed: true })
  const labels = async () => {
    const rows = await ctx.db.selectFrom('subscribers').selectAll().where('org_id', '=', ctx.org).execute()
    return rows.flatMap((row) => (row.labels.includes('gold') ? [row.email] : [])).sort()
  }
  return { ctx, call, labels, work: () => drain(base, database.pool, bulkHandlers), ...place }
}

test('all that match are changed in the background, with how far it is', async () => {
  const { call, labels, work } = await setUp('filter')
  const begun = await call('POST', '', { action: 'add_label', label: 'gold', filter: { q: '@one.example' } })
  assert.deepEqual([begun.status, begun.body.state, begun.body.total], [202, 'running', 2])
  await work()
  const done = await call('GET', `/${begun.body.id}`)
  assert.deepEqual([done.body.state, done.body.outcomes.changed], ['done', 2])
  assert.deepEqual(await labels(), ['a@one.example', 'b@one.example'])
})

test('what was stopped changes nothing more', async () => {
  const { call, labels, work } = await setUp('stop')
  const begun = await call('POST', '', { action: 'add_label', label: 'gold', filter: {} })
  assert.equal((await call('POST', `/${begun.body.id}/stop`)).body.state, 'stopped')
  await work()
  assert.deepEqual(await labels(), [])
})

test('whom to change is said once and for all; erasing is for administrators', async () => {
  const { call } = await setUp('wrong')
  const wrong = async (body: object) => {
    const answer = await call('POST', '', body)
    return [answer.status, answer.body.errors?.[0]?.pointer]
  }
  assert.deepEqual(await wrong({ action: 'unsubscribe' }), [422, '/filter'])
  assert.deepEqual(await wrong({ action: 'unsubscribe', ids: ['x'], filter: {} }), [422, '/filter'])
  assert.deepEqual(await wrong({ action: 'add_label', filter: {} }), [422, '/label'])
  assert.deepEqual(await wrong({ action: 'unsubscribe', filter: { colour: 'red' } }), [422, '/filter/colour'])
  assert.deepEqual(await wrong({ action: 'erase', filter: {} }), [403, undefined])
  assert.equal((await call('GET', '/nothing')).status, 404)
})
