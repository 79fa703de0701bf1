import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asSystem } from '../lib/context.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'
import { seededRandom } from '../test/random.ts'
import { visitor } from '../test/visitor.ts'
import { testBase } from '../test/web.ts'
import { linkLife } from './links.ts'
import { ensureOrganization } from './organization.ts'
import { makeSetupLink } from './setup.ts'

const database = await testDatabase()
const base = testBase({ db: database.db, random: seededRandom('first start') })
const organizations = await Promise.all([1, 2, 3].map(() => ensureOrganization(base)))
const { app, ctx, clock } = await installation(database)
const system = asSystem({ ...base, now: clock.now }, organizations[0] ?? '', 'Upfront')
const owner = { name: 'Ada', email: 'ada@example.com', password: 'vermilion tractor' }

test('processes that start together make one organization', async () => {
  assert.equal(new Set(organizations).size, 1)
  assert.equal(await ensureOrganization(base), organizations[0])
})

test('a link that is too old, changed or made up is a 404', async () => {
  const link = new URL((await makeSetupLink(system)) ?? '').pathname
  const browser = visitor(app)
  const good = await browser.get(link)
  assert.equal(good.status, 200)
  assert.equal(good.headers.get('referrer-policy'), 'no-referrer')
  assert.equal((await browser.get(`${link}x`)).status, 404)
  assert.equal((await browser.get('/console/setup/x')).status, 404)
  assert.equal((await browser.get(link.replace('setup', 'reset'))).status, 404)
  clock.advance(linkLife.setup)
  assert.equal((await browser.get(link)).status, 404)
  assert.equal((await browser.post(link, owner)).status, 404)
})

test('what is wrong stands beside its field, and what was typed is kept, but not the password', async () => {
  const link = new URL((await makeSetupLink(system)) ?? '').pathname
  const response = await visitor(app).post(link, { name: 'Ada "A"', email: 'not an address', password: 'password1' })
  const page = await response.text()
  assert.equal(response.status, 422)
  assert.match(page, /id="email-wrong">expected one address/)
  assert.match(page, /value="Ada &quot;A&quot;"/)
  assert.doesNotMatch(page, /password1/)
  const weak = await visitor(app).post(link, { ...owner, password: 'password1' })
  assert.match(await weak.text(), /id="password-wrong">this one is among the first/)
})

test('the first to follow a link is the owner; then every such link is gone', async () => {
  const links = [await makeSetupLink(system), await makeSetupLink(system)].map((link) => new URL(link ?? '').pathname)
  const browser = visitor(app)
  const both = await Promise.all(links.map((link, i) => browser.post(link, { ...owner, email: `ada${i}@example.com` })))
  assert.deepEqual(both.map(({ status }) => status).sort(), [303, 404])
  assert.equal(both.find(({ status }) => status === 303)?.headers.get('location'), '/console')
  assert.equal(((await (await browser.get('/api/v1/me')).json()) as { role: string }).role, 'owner')
  for (const link of links) assert.equal((await visitor(app).get(link)).status, 404)
  assert.equal(await makeSetupLink(system), null)
})

test('links are kept as hashes', async () => {
  const link = await makeSetupLink(ctx)
  const token = link?.split('/').at(-1) ?? ''
  const rows = await ctx.db.selectFrom('user_links').select('token_hash').execute()
  const events = await ctx.db.selectFrom('events').select('data').execute()
  assert.ok(token.length >= 43 && rows.length > 0)
  assert.equal(
    `${JSON.stringify(events)}${rows.map((row) => row.token_hash.toString('latin1'))}`.includes(token),
    false,
  )
})
