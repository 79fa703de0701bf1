import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { changeUser } from '../accounts/change-user.ts'
import { inviteUser } from '../accounts/invite.ts'
import { changeAudience } from '../audiences/change.ts'
import { createAudience } from '../audiences/create.ts'
import { openIncident } from '../incidents/open.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { readerAt, readingServer } from '../test/reading.ts'
import { until } from '../test/until.ts'
import { changeAccess } from './change.ts'
import { signEverybodyOut } from './end.ts'
import { createFeed, feedsOf, revokeFeed } from './feeds.ts'
import type { Session } from './session.ts'

const database = await testDatabase()
const { ctx, base } = await testContext(database, { seed: 'feeds' })
const { page } = await acme(ctx)
const { dataDir, publisher, origin } = await readingServer(base)
await openIncident(ctx, {
  page,
  title: 'Card payments fail',
  status: 'investigating',
  body: 'For those who are let in.',
  components: { payments: 'partial_outage' },
})
await changeAccess(ctx, page, { private: true, password: 'vermilion tractor', addresses: ['@customer.example'] })
await publisher.reconcile()

const files = ['/history.rss', '/history.atom', '/feed.json', '/calendar.ics', '/api/v2/summary.json', '/badge.svg']
const stranger = readerAt(origin)

test('who is not signed in is led to sign in, whatever they send', async () => {
  for (const name of ['', 'Team', 'x'.repeat(200)]) {
    const answer = await stranger.post('/sign-in/feeds', { name })
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/sign-in'])
  }
})

test('what was sent to a private page does not tell what is there', async () => {
  const [there, not] = [await stranger.post('/history'), await stranger.post('/nothing')]
  assert.deepEqual([there.status, await there.text()], [not.status, await not.text()])
})

test('a reader makes an address for feeds, which opens feeds alone and lives until it is revoked', async () => {
  const reader = readerAt(origin)
  await reader.post('/sign-in/password', { password: 'vermilion tractor' })
  const made = await (await reader.post('/sign-in/feeds', { name: 'Team <chat>' })).text()
  const token = /history\.rss\?token=(uf_[\w-]{43})</.exec(made)![1]!
  await publisher.reconcile()
  for (const path of files) {
    const answer = await stranger.get(`${path}?token=${token}`)
    assert.equal(answer.status, 200, path)
    assert.equal(answer.headers.get('cache-control'), 'private, no-store')
    assert.equal((await stranger.get(path, { authorization: `Bearer ${token}` })).status, 200, path)
  }
  assert.match(await (await stranger.get(`/history.rss?token=${token}`)).text(), /Card payments/)
  for (const path of ['/', '/history', '/subscribe', '/sign-in/you', '/embed'])
    assert.notEqual((await stranger.get(`${path}?token=${token}`)).status, 200, path)
  await signEverybodyOut(ctx, page)
  await publisher.reconcile()
  assert.equal((await stranger.get(`/feed.json?token=${token}`)).status, 200, 'it outlives the session')
  const [feed] = await feedsOf(ctx, page, null)
  await until(async () => (await feedsOf(ctx, page, null))[0]?.last_used_at != null)
  await revokeFeed(ctx, { page, id: feed!.id, session: null })
  await publisher.reconcile()
  for (const path of files) assert.equal((await stranger.get(`${path}?token=${token}`)).status, 401, path)
})

test('no token is kept as it is: not in the database, not in the files', async () => {
  const { feed, token } = await createFeed(ctx, { page, name: 'Wall screen', session: null })
  await publisher.reconcile()
  const kept = readFileSync(join(dataDir, 'access', `${page}.json`), 'utf8')
  const row = JSON.stringify(await ctx.db.selectFrom('access_feeds').selectAll().where('id', '=', feed.id).execute())
  const events = JSON.stringify(await ctx.db.selectFrom('events').selectAll().where('org_id', '=', ctx.org).execute())
  for (const text of [kept, row, events]) assert.ok(!text.includes(token))
  assert.equal((await stranger.get(`/feed.json?token=${token}`)).status, 200)
  assert.equal((await stranger.get(`/feed.json?token=${token.slice(0, -1)}`)).status, 401)
  assert.equal((await stranger.get('/feed.json?token=')).status, 401)
})

test('a feed of somebody whose way in was taken away opens nothing any more', async () => {
  const reader = readerAt(origin)
  await reader.post('/sign-in/password', { password: 'vermilion tractor' })
  const made = await (await reader.post('/sign-in/feeds', { name: 'Mine' })).text()
  const token = /history\.rss\?token=(uf_[\w-]{43})</.exec(made)![1]!
  await publisher.reconcile()
  assert.equal((await stranger.get(`/feed.json?token=${token}`)).status, 200)
  await changeAccess(ctx, page, { password: null })
  await publisher.reconcile()
  assert.equal((await stranger.get(`/feed.json?token=${token}`)).status, 401)
})

test('a feed is its maker’s to revoke: nobody else’s page shows it or takes it away', async () => {
  await changeAccess(ctx, page, { password: 'vermilion tractor' })
  await publisher.reconcile()
  const [one, two] = [readerAt(origin), readerAt(origin)]
  for (const reader of [one, two]) await reader.post('/sign-in/password', { password: 'vermilion tractor' })
  await one.post('/sign-in/feeds', { name: 'Of the first' })
  const id = /sign-in\/feeds\/(\w+)\/revoke/.exec(await (await one.get('/sign-in/you')).text())![1]!
  assert.doesNotMatch(await (await two.get('/sign-in/you')).text(), /Of the first/)
  assert.equal((await two.post(`/sign-in/feeds/${id}/revoke`)).status, 404)
  assert.equal((await one.post(`/sign-in/feeds/${id}/revoke`, {}, { origin: 'https://evil.example' })).status, 403)
  assert.equal((await one.post(`/sign-in/feeds/${id}/revoke`)).status, 303)
})

/** A session as signing in makes it. */
const session = (more: Partial<Session>): Session => ({
  id: 'one',
  page,
  epoch: 0,
  until: 0,
  way: 'mail',
  identity: 'mail:pat@partner.example',
  email: 'pat@partner.example',
  subscriber: false,
  attributes: {},
  staff: false,
  ...more,
})
const opens = async (token: string) => {
  await publisher.reconcile()
  return (await stranger.get(`/feed.json?token=${token}`)).status === 200
}

test('a feed of a colleague ends when they may not sign in to the console any more', async () => {
  const { user } = await inviteUser(ctx, { email: 'kim@acme.example', name: 'Kim', role: 'editor' })
  const of = { way: 'staff', identity: 'staff:Kim', email: null, staff: true, user: user.id }
  const { token } = await createFeed(ctx, { page, name: 'Kim', session: session(of) })
  assert.equal(await opens(token), true)
  await changeUser(ctx, user.id, { disabled: true })
  assert.equal(await opens(token), false)
  await changeUser(ctx, user.id, { disabled: false })
  assert.equal(await opens(token), true)
})

test('a feed of somebody whom an audience named ends when it names them no more', async () => {
  await changeAccess(ctx, page, { named: true })
  const audience = await createAudience(ctx, { page, key: 'gold', name: 'Gold', emails: ['pat@partner.example'] })
  const { token } = await createFeed(ctx, { page, name: 'Pat', session: session({}) })
  assert.equal(await opens(token), true)
  await changeAudience(ctx, audience.id, { emails: ['kim@partner.example'] })
  assert.equal(await opens(token), false)
})

test('one reader’s feeds take no place from operators’', async () => {
  const many = session({ identity: 'mail:many@customer.example', email: 'many@customer.example' })
  for (let i = 0; i < 20; i++) await createFeed(ctx, { page, name: `Feed ${i}`, session: many })
  await assert.rejects(createFeed(ctx, { page, name: 'One more', session: many }), /20 private feeds/)
  await createFeed(ctx, { page, name: 'Wall screen', session: null })
})
