import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { channels } from '../channels/index.ts'
import { followEvent } from '../events/record.ts'
import { openIncident } from '../incidents/open.ts'
import type { Actor } from '../lib/context.ts'
import { announce } from '../notifications/announce.ts'
import { deliveryRoutes } from '../notifications/api.ts'
import { notificationHandlers } from '../notifications/jobs.ts'
import { openPostOffice } from '../notifications/post-office.ts'
import { handle } from '../queue/job.ts'
import { drain } from '../queue/worker.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { mailServer } from '../test/mail-server.ts'
import { testWeb } from '../test/web.ts'
import { mount } from '../web/mount.ts'
import { subscriberRoutes } from './api.ts'
import { unsubscribe } from './change.ts'
import { asReader } from './link.ts'

const database = await testDatabase()
const server = await mailServer({ parse: false })
after(() => server.stop())

type Item = {
  id: string
  email: string | null
  state: string
  components: string[] | null
  told: boolean
  reason: string
}
type Body = Item & { detail: string; errors?: { pointer: string }[]; items: Item[]; nextCursor: string | null }

async function setUp(seed: string) {
  const { ctx, base } = await testContext(database, { seed })
  const place = await acme(ctx)
  const actor: Actor = { kind: 'token', id: 't', name: 'Token', role: 'owner' }
  const signed = async () => ({ org: ctx.org, actor })
  const web = testWeb({ base, authenticate: { token: signed, session: signed } })
  const app = mount(web, [...subscriberRoutes, ...deliveryRoutes])
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await app.request(`http://status.test/api/v1/${path}`, {
      method,
      headers: {
        authorization: 'Bearer t',
        host: 'status.test',
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    return { status: answer.status, body: (answer.status === 204 ? {} : await answer.json()) as Body }
  }
  const office = openPostOffice(base, { process: 'p', channels, smtpUrl: server.url })
  after(office.close)
  const work = () =>
    drain(base, database.pool, [
      handle(followEvent, (ctx, { event }) => announce(ctx, event)),
      ...notificationHandlers(office),
    ])
  return { ctx, ...place, call, work }
}

test('subscribers are added, found, changed, ended and erased', async () => {
  const { ctx, call, page } = await setUp('api')
  const added = await call('POST', 'subscribers', {
    page,
    email: 'Pat@Api.example',
    components: ['api-us'],
    confirmed: true,
  })
  assert.equal(added.status, 201)
  assert.deepEqual(
    [added.body.email, added.body.state, added.body.components],
    ['Pat@api.example', 'active', ['api-us']],
  )
  const asked = await call('POST', 'subscribers', { page, email: 'kim@api.example' })
  assert.deepEqual([asked.body.state, asked.body.components], ['unconfirmed', null])
  assert.equal((await ctx.db.selectFrom('letters').select('id').where('org_id', '=', ctx.org).execute()).length, 1)
  assert.equal((await call('POST', `subscribers/${asked.body.id}/ask`)).status, 429)
  const found = await call('GET', 'subscribers?email=pat%40api.example&state=active')
  assert.deepEqual(
    found.body.items.map((one) => one.id),
    [added.body.id],
  )
  const changed = await call('PATCH', `subscribers/${added.body.id}`, { components: null })
  assert.equal(changed.body.components, null)
  assert.equal((await call('DELETE', `subscribers/${added.body.id}`)).status, 204)
  const again = await call('POST', 'subscribers', { page, email: 'pat@api.example', confirmed: true })
  assert.deepEqual(
    [again.status, again.body.detail],
    [409, 'It unsubscribed. Only the owner of the address can bring it back.'],
  )
  assert.equal((await call('POST', `subscribers/${asked.body.id}/erase`)).status, 204)
  assert.deepEqual((await call('GET', `subscribers/${asked.body.id}`)).body.email, null)
})

test('a list comes in pages', async () => {
  const { call, page } = await setUp('pages')
  for (let i = 0; i < 5; i++) await call('POST', 'subscribers', { page, email: `n${i}@pages.example`, confirmed: true })
  const seen: (string | null)[] = []
  for (let path: string | null = 'subscribers?limit=2'; path; ) {
    const { body }: { body: Body } = await call('GET', path)
    seen.push(...body.items.map((one) => one.email))
    path = body.nextCursor && `subscribers?limit=2&cursor=${body.nextCursor}`
  }
  assert.equal(new Set(seen).size, 5)
  assert.equal(seen.length, 5)
})

test('bad input is named with its place', async () => {
  const { call, page } = await setUp('bad')
  const pointers = async (body: unknown) => {
    const answer = await call('POST', 'subscribers', body)
    return [answer.status, ...(answer.body.errors ?? []).map((one) => one.pointer)]
  }
  assert.deepEqual(await pointers({ page, email: 'a@b.example, c@d.example' }), [422, '/email'])
  assert.deepEqual(await pointers({ page, email: 'a@b.example', components: ['web', 'nothing'] }), [
    422,
    '/components/1',
  ])
  assert.deepEqual(await pointers({ page, email: 'a@b.example', role: 'admin' }), [422, '/role'])
  assert.deepEqual(await pointers({ page: 'nowhere', email: 'a@b.example' }), [404])
  assert.equal((await call('GET', 'subscribers?state=dead')).status, 422)
  assert.equal((await call('GET', 'deliveries?colour=red')).status, 422)
})

test('the ledger lists by update, state and subscriber, and explains each yes and no', async () => {
  const { ctx, call, page, work } = await setUp('ledger')
  const add = async (name: string, components: string[] | null) =>
    (await call('POST', 'subscribers', { page, email: `${name}@ledger.example`, components, confirmed: true })).body.id
  const [pat, lee, kim] = [await add('pat', ['api']), await add('lee', ['payments']), await add('kim', null)]
  await unsubscribe(asReader(ctx, ctx.org), kim)
  const { update } = await openIncident(ctx, {
    page,
    title: 'Slow',
    status: 'investigating',
    body: 'b',
    components: { 'api-us': 'major_outage' },
  })
  await work()
  const late = await add('late', null)
  const list = async (query: string) =>
    (await call('GET', `deliveries?${query}`)).body.items
      .map((one) => `${one.email?.split('@')[0]} ${one.state}`)
      .sort()
  assert.deepEqual(await list(`update=${update.id}`), ['kim skipped', 'lee skipped', 'pat sent'])
  assert.deepEqual(await list(`update=${update.id}&state=sent`), ['pat sent'])
  assert.deepEqual(await list(`subscriber=${lee}`), ['lee skipped'])
  const why = async (subscriber: string) => {
    const { items } = (await call('GET', `deliveries/explain/${update.id}/${subscriber}`)).body
    return items.map((one) => `${one.told} ${one.reason}`)
  }
  assert.deepEqual(await why(pat), ['true follows API, of which API · US is affected'])
  assert.deepEqual(await why(lee), ['false does not follow an affected component'])
  assert.deepEqual(await why(kim), ['false unsubscribed'])
  assert.deepEqual(await why(late), ['false was no subscriber when it was posted'])
  assert.equal((await call('GET', `deliveries/explain/${update.id}/nobody`)).status, 404)
})

test('a subscriber on another channel: added by its target, which is never shown, and forgotten when erased', async () => {
  const { ctx, call, page } = await setUp('elsewhere')
  const url = 'https://hooks.slack.com/services/T00000000/B00000000/nobodymayseethis'
  const entry = { page, channel: 'slack', target: { url }, confirmed: true }
  const added = await call('POST', 'subscribers', entry)
  assert.deepEqual([added.status, added.body.email, added.body.state], [201, null, 'active'])
  assert.doesNotMatch(JSON.stringify(added.body), /nobodymayseethis/)
  assert.equal((await call('POST', 'subscribers', entry)).body.id, added.body.id)
  const pointers = async (body: object) =>
    (await call('POST', 'subscribers', body)).body.errors?.map((one) => one.pointer)
  assert.deepEqual(await pointers({ page, channel: 'slack', target: { url: 'http://127.0.0.1/' } }), ['/target/url'])
  assert.deepEqual(await pointers({ page, channel: 'pigeon', target: {} }), ['/channel'])
  const label = () => Array.from(ctx.random(55), (byte) => String.fromCodePoint(0x4e00 + byte * 80)).join('')
  const tooLong = `https://${Array.from({ length: 32 }, label).join('.')}/`
  assert.deepEqual(await pointers({ page, channel: 'webhook', target: { url: tooLong } }), ['/target'])
  assert.deepEqual(await pointers({ ...entry, email: 'a@elsewhere.example' }), ['/email'])
  assert.equal((await call('POST', `subscribers/${added.body.id}/erase`)).status, 204)
  const row = await ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where('id', '=', added.body.id)
    .executeTakeFirstOrThrow()
  assert.deepEqual([row.state, row.target, row.label, row.host], ['erased', null, null, ''])
  const again = await call('POST', 'subscribers', entry)
  assert.equal(again.status, 409)
  assert.doesNotMatch(JSON.stringify(again.body), /nobodymayseethis/)
})
