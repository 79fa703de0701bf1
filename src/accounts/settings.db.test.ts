import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forgetArrivals } from '../alerts/replay.ts'
import { eventPages } from '../events/console.ts'
import { digest } from '../lib/seal.ts'
import { pagePages } from '../pages/console.ts'
import { findPage } from '../pages/find.ts'
import { rulePages } from '../rules/console.ts'
import { acme } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { createAccounts } from './accounts.ts'
import { organizationSettings } from './change-organization.ts'
import { startSession } from './sessions.ts'
import { settingsPages } from './settings-console.ts'
import { findByToken } from './tokens.ts'
import { findUser } from './users.ts'

const database = await testDatabase()
const accounts = createAccounts()

async function setUp(seed: string, role = 'owner') {
  const { ctx, base, clock } = await testContext(database, { seed })
  const place = await acme(ctx)
  const user = `alice-${seed}`
  const password_hash = await accounts.passwords.hash(ctx, 'vermilion tractor')
  await ctx.db
    .insertInto('users')
    .values({
      id: user,
      org_id: ctx.org,
      email: `${user}@acme.example`,
      name: 'Alice',
      role,
      password_hash,
      created_at: ctx.now(),
    })
    .execute()
  const routes = [...settingsPages(accounts), ...pagePages, ...eventPages, ...rulePages]
  return { ctx, base, clock, place, user, ...testConsole(ctx, routes, user) }
}

const path = '/console/settings'

test('the organization keeps its inbox for as long as it says', async () => {
  const { ctx, clock, place, see, submit, refused, send } = await setUp('org')
  shows(await see(path), /name="inboxRetentionDays"[^>]* value="90"/)
  const wrong = await refused(`${path}/organization`, { name: '', inboxRetentionDays: '0' })
  shows(wrong, /id="f-name-error">.*id="f-inboxRetentionDays-error">Expected 1 day or more/s)
  shows(await refused(`${path}/organization`, { name: 'A', inboxRetentionDays: 'ten' }), /value="ten"/)
  await submit(`${path}/organization`, { name: 'Acme Inc', inboxRetentionDays: '7', graceSeconds: '10' })
  assert.deepEqual(await organizationSettings(ctx), { name: 'Acme Inc', inboxRetentionDays: 7, graceSeconds: 10 })
  await ctx.db
    .insertInto('arrivals')
    .values({
      id: 'old',
      org_id: ctx.org,
      source_id: place.source.id,
      received_at: ctx.now(),
      headers: '{}',
      body: Buffer.from(''),
      size: 0,
      state: 'understood',
    })
    .execute()
  clock.advance(8 * 86_400_000)
  await forgetArrivals(ctx)
  assert.equal(await ctx.db.selectFrom('arrivals').select('id').where('id', '=', 'old').executeTakeFirst(), undefined)
  assert.equal((await send(`${path}/organization`, { name: 'B', inboxRetentionDays: '7' }, 'editor')).status, 403)
  shows(await see(`${path}/events?area=organization`), /Organization: changed.*Alice/s)
})

test('a person is invited by a link that is shown once, changed, disabled and let in again', async () => {
  const { ctx, see, send, submit, refused } = await setUp('people')
  const answer = await send(`${path}/people/new`, { email: 'bob@acme.example', name: 'Bob', role: 'editor' })
  const shown = await answer.text()
  shows(shown, /shown once.*data-copy="http:\/\/status\.test\/console\/reset\/[\w-]{43}"/s)
  const id = /people\/(\w{12})" class="row-link">Bob/.exec(await see(`${path}/people`))![1]!
  shows(await see(`${path}/people/${id}`), /Invited.*Make a new invitation/s)
  await submit(`${path}/people/${id}`, { name: 'Bob B.', role: 'admin' })
  assert.equal((await findUser(ctx, id)).role, 'admin')
  await submit(`${path}/people/${id}/disable`)
  shows(await see(`${path}/people/${id}`), /Disabled.*Let them sign in again/s)
  await submit(`${path}/people/${id}/enable`)
  assert.equal((await findUser(ctx, id)).disabled_at, null)
  shows(await (await send(`${path}/people/${id}/link`)).text(), /shown once/)
  const wrong = await refused(`${path}/people/new`, { email: 'no address', name: 'X', role: 'editor' })
  shows(wrong, /id="f-email-error">.*value="no address"|value="no address".*id="f-email-error">/s)
  shows(
    await refused(`${path}/people/new`, { email: 'bob@acme.example', role: 'editor' }, 409),
    /Somebody has this address/,
  )
})

test('the last owner cannot be disabled; nobody touches somebody above themselves', async () => {
  const { user, refused, see, send } = await setUp('owner')
  shows(await refused(`${path}/people/${user}/disable`, {}, 409), /last owner cannot be/)
  shows(await see(`${path}/people/${user}`, 'admin'), /role above yours/)
  hides(await see(`${path}/people/new`, 'admin'), /<option value="owner"/)
  assert.equal((await send(`${path}/people/new`, { email: 'x@acme.example', role: 'owner' }, 'admin')).status, 403)
  assert.equal((await send(`${path}/people`, {}, 'editor')).status, 405)
})

test('one’s own name and wishes are kept', async () => {
  const { ctx, user, see, submit } = await setUp('own', 'editor')
  await submit(`${path}/account`, { name: 'Alice A.', tellDrafts: 'on', tellSilence: 'on' })
  const { name, tell_drafts, tell_promises, tell_silence } = await findUser(ctx, user)
  assert.deepEqual([name, tell_drafts, tell_promises, tell_silence], ['Alice A.', true, false, true])
  const page = await see(`${path}/account`)
  shows(page, /id="f-tellDrafts"[^>]* checked/)
  hides(page, /id="f-tellPromises"[^>]* checked/)
})

test('a password is changed by the one of now, and sessions elsewhere are ended', async () => {
  const { ctx, user, see, submit, refused } = await setUp('password')
  await ctx.db
    .insertInto('sessions')
    .values({
      token_hash: digest('owner'),
      user_id: user,
      created_at: ctx.now(),
      seen_at: ctx.now(),
      expires_at: new Date('2036-01-01'),
      user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
    })
    .execute()
  await startSession(ctx, user, 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/604.1')
  shows(await see(`${path}/account`), /Firefox on Linux.*here.*Safari on iOS|Safari on iOS.*Firefox on Linux.*here/s)
  shows(await see(`${path}/account`), /One other session ends at once/)
  await submit(`${path}/account/sessions/end`)
  hides(await see(`${path}/account`), /Safari on iOS|Sign out everywhere else/)
  const wrong = await refused(`${path}/account/password`, { current: 'not it', next: 'another long one' })
  shows(wrong, /id="f-password-current-error">This is not your password/)
  hides(wrong, /value="not it"|another long one/)
  assert.equal(
    await submit(`${path}/account/password`, { current: 'vermilion tractor', next: 'another long one' }),
    '/console/sign-in',
  )
})

test('a token is shown once, works, and is revoked', async () => {
  const { ctx, base, see, send, submit, refused } = await setUp('tokens')
  shows(await see(`${path}/tokens`), /No tokens yet/)
  const shown = await (await send(`${path}/tokens/new`, { name: 'Deploys', role: 'editor', days: '30' })).text()
  const secret = /data-copy="(up_[\w-]+)"/.exec(shown)![1]!
  assert.deepEqual((await findByToken(base, secret))?.actor.name, 'Deploys')
  const list = await see(`${path}/tokens`)
  assert.ok(!list.includes(secret))
  shows(list, /Deploys.*ends <time[^>]*>4 April, 05:00 EDT/s)
  const id = /tokens\/(\w{12})\/revoke/.exec(list)![1]!
  await submit(`${path}/tokens/${id}/revoke`)
  assert.equal(await findByToken(base, secret), null)
  shows(await refused(`${path}/tokens/new`, { name: '', role: 'editor', days: '' }), /id="f-name-error">/)
  assert.ok(ctx)
})

test('a page is made, changed and removed, with what goes in numbers', async () => {
  const { ctx, place, see, submit, refused, send } = await setUp('pages')
  // The operator's organization, whose word on host names counts.
  await ctx.db
    .updateTable('organizations')
    .set({ created_at: new Date(0) })
    .where('id', '=', ctx.org)
    .execute()
  const fields = { name: 'Second', slug: 'second-set', timeZone: 'Europe/Berlin', supportUrl: '', host: '' }
  const to = await submit(`${path}/pages/new`, fields)
  shows(await see(to), /data-copy="http:\/\/status\.test\/p\/second-set"/)
  const postalAddress = 'Second Ltd, 1 Main Street'
  await submit(to, { ...fields, postalAddress, supportUrl: 'https://help.acme.example', host: 'status.acme.example' })
  const { host, postal_address } = await findPage(ctx, 'second-set')
  assert.deepEqual([host, postal_address], ['status.acme.example', postalAddress])
  assert.equal((await findPage(ctx, 'second-set')).show_uptime, false, 'a box that is not ticked sends nothing')
  await submit(to, { ...fields, showUptime: 'on' })
  shows(await see(to), /name="showUptime"[^>]* checked/)
  const wrong = await refused(to, { ...fields, timeZone: 'Mars/Base', host: 'NO' })
  shows(wrong, /Expected the IANA name|expected the IANA name/)
  shows(wrong, /id="f-host-error">/)
  shows(
    await see(`${path}/pages/${place.page}`),
    /5 components, 0 incidents and their past, and 0 active subscribers go with it/,
  )
  assert.equal((await send(`${to}/remove`, {}, 'admin')).status, 403)
  await submit(`${to}/remove`)
  hides(await see(`${path}/pages`), /second-set/)
})

test('changes are listed with who made them, by area and by name', async () => {
  const { see, submit } = await setUp('events')
  await submit('/console/automation/pause')
  await submit(`${path}/pages/new`, { name: 'P <b>', slug: 'events-p', timeZone: 'UTC' })
  const all = await see(`${path}/events`)
  shows(all, /Page: created.*P &lt;b&gt;.*Automation: paused/s)
  hides(await see(`${path}/events?area=automation`), /Page: created/)
  shows(await see(`${path}/events?q=nobody`), /No change fits that/)
  shows(await see(path), /Paused since.*Resume automation/s)
})
