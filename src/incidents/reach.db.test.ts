import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAudience } from '../audiences/create.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { acme } from '../test/acme.ts'
import { testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { incidentRoutes } from './api.ts'
import { openIncident } from './open.ts'

const database = await testDatabase()

type Answer = {
  told: number
  notTold: number
  channels: { channel: string; told: number }[]
  reasons: { reason: string; told: boolean; count: number }[]
  errors?: { pointer: string }[]
}

async function setUp(seed: string) {
  const { ctx } = await testContext(database, { seed })
  const place = await acme(ctx)
  await createAudience(ctx, { page: place.page, key: 'gold', name: 'Gold', domains: ['gold.example'] })
  const people = { 'a@gold.example': null, 'b@free.example': null, 'c@free.example': ['payments'] }
  for (const [email, components] of Object.entries(people))
    await addSubscriber(ctx, { page: place.page, email, components, confirmed: true, labels: [email.slice(0, 1)] })
  const { app } = testConsole(ctx, incidentRoutes)
  const ask = async (body: object) => {
    const answer = await app.request('/api/v1/incidents/reach', {
      method: 'POST',
      headers: {
        host: 'status.test',
        origin: 'http://status.test',
        cookie: 'upfront=editor',
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    })
    return (await answer.json()) as Answer
  }
  return { ctx, ...place, ask }
}

const slow = { components: { 'api-us': 'major_outage' }, status: 'investigating' }

test('before anything is posted it says how many, on which channels and why', async () => {
  const { ctx, page, ask } = await setUp('before')
  const all = await ask({ page, ...slow })
  assert.deepEqual([all.told, all.notTold, all.channels[0]?.channel, all.channels[0]?.told], [2, 1, 'email', 2])
  assert.deepEqual(
    all.reasons.map(({ reason, count }) => `${count} ${reason}`),
    ['2 follows everything', '1 does not follow an affected component'],
  )
  assert.equal((await ask({ page, ...slow, audiences: ['gold'] })).told, 1)
  assert.equal((await ask({ page, ...slow, labels: ['b'] })).told, 1)
  assert.equal((await ask({ page, ...slow, tellOnly: { domains: ['gold.example'] } })).told, 1)
  assert.equal((await ask({ page, ...slow, notify: false })).told, 0)
  const { id } = await openIncident(ctx, { page, title: 'T', body: 'b', ...slow })
  assert.equal((await ask({ incident: id, tellOnly: { past: ['told_of_incident'] } })).told, 0)
  const posts = await ctx.db.selectFrom('incident_updates').select('id').where('org_id', '=', ctx.org).execute()
  assert.equal(posts.length, 1, 'nothing was posted by asking')
})

test('what is wrong is named', async () => {
  const { page, ask } = await setUp('wrong')
  const pointers = async (body: object) => (await ask(body)).errors?.map(({ pointer }) => pointer)
  assert.deepEqual(await pointers({ ...slow }), ['/page'])
  assert.deepEqual(await pointers({ page, incident: 'x' }), ['/page'])
  assert.deepEqual(await pointers({ page, tellOnly: { audiences: ['nobody'] } }), ['/tellOnly/audiences/0'])
  assert.deepEqual(await pointers({ page, tellOnly: { domains: ['no domain'], past: ['ever'] } }), [
    '/tellOnly/domains/0',
    '/tellOnly/past/0',
  ])
})
