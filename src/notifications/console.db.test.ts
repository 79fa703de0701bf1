import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openIncident } from '../incidents/open.ts'
import type { Context } from '../lib/context.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { subscriberPages } from '../subscribers/console.ts'
import { acme } from '../test/acme.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { announce } from './announce.ts'
import { deliveryPages } from './console.ts'
import { fanOut } from './fan-out.ts'

const database = await testDatabase()

async function setUp(seed: string, changes: Partial<Context['settings']> = {}) {
  const { ctx: plain, clock } = await testContext(database, { seed })
  const ctx: Context = { ...plain, settings: { ...plain.settings, ...changes } }
  const place = await acme(ctx)
  const add = async (email: string, components: string[] | null) =>
    (await addSubscriber(ctx, { page: place.page, email, components, confirmed: true })).subscriber!.id
  const people = {
    pat: await add(`pat@${seed}.example`, null),
    lee: await add(`lee@${seed}.example`, [place.payments]),
  }
  return { ctx, clock, place, people, ...testConsole(ctx, [...deliveryPages, ...subscriberPages]) }
}

async function post(ctx: Context, page: string, notify = true) {
  await openIncident(ctx, {
    page,
    title: 'Slow <b>API</b>',
    status: 'investigating',
    body: 'It is slow.',
    components: { 'api-us': 'degraded_performance' },
    notify,
  })
  const event = await ctx.db
    .selectFrom('events')
    .select(['id', 'subject_id'])
    .where('org_id', '=', ctx.org)
    .where('kind', '=', 'update.posted')
    .executeTakeFirstOrThrow()
  await announce(ctx, event.id)
  const rows = await ctx.db.selectFrom('announcements').select('id').where('org_id', '=', ctx.org).execute()
  for (const { id } of rows) await fanOut(ctx, { announcement: id })
  return event.subject_id
}

const set = (ctx: Context, subscriber: string, row: Record<string, unknown>) =>
  ctx.db.updateTable('deliveries').set(row).where('subscriber_id', '=', subscriber).execute()

test('the ledger says who was told of a post, and who was not and why', async () => {
  const { ctx, place, people, see } = await setUp('told')
  shows(await see('/console/deliveries'), /Nobody has been told of anything yet/)
  const update = await post(ctx, place.page)
  await set(ctx, people.pat, { state: 'sent', sent_at: ctx.now(), attempts: 1 })
  const ledger = await see('/console/deliveries')
  shows(ledger, /pat@told\.example.*Told/s)
  shows(ledger, /lee@told\.example.*Not told.*does not follow an affected component/s)
  hides(ledger, /<b>API/)
  const one = await see(`/console/deliveries/updates/${update}`)
  shows(one, /1 person told, the first at <time[^>]*>04:00 EST/)
  shows(one, /1 person: does not follow an affected component/)
  const asked = await see(`/console/deliveries/updates/${update}?q=lee@told.example`)
  shows(asked, /lee@told\.example/)
  hides(asked.split('<tbody')[1]!, /pat@/)
  shows(await see(`/console/deliveries/updates/${update}?q=who@told.example`), /has no row for that address/)
  const id = /\/console\/deliveries\/(\w{12})" class="row-link">lee/.exec(ledger)![1]
  shows(
    await see(`/console/deliveries/${id}`),
    /lee@told\.example was not told: does not follow an affected component\./,
  )
  shows(await see(`/console/subscribers/${people.pat}`), /Investigating: Slow &lt;b&gt;API.*Told/s)
})

test('a post that tells nobody says so', async () => {
  const { ctx, place, see } = await setUp('silent')
  const update = await post(ctx, place.page, false)
  shows(await see(`/console/deliveries/updates/${update}`), /Post: this post asked to tell nobody/)
})

test('failing mail is said clearly: no way out, tried again, failed for good, letters', async () => {
  const { ctx, place, people, see } = await setUp('failing', { mailFrom: null })
  await post(ctx, place.page)
  shows(await see('/console/deliveries'), /No mail can leave.*console\/channels.*SMTP_URL/s)
  await set(ctx, people.pat, { attempts: 2, detail: '451 later', next_attempt_at: new Date('2035-03-05T10:00:00Z') })
  shows(await see('/console/deliveries?state=queued'), /Tries again.*451 later/s)
  await set(ctx, people.pat, { state: 'failed', detail: '550 no such user' })
  const failed = await see('/console/deliveries?state=failed')
  shows(failed, /Failed.*550 no such user/s)
  hides(failed, /lee@failing/)
  const now = ctx.now()
  await ctx.db
    .insertInto('letters')
    .values({
      id: 'letterfailed',
      org_id: ctx.org,
      kind: 'invitation',
      sender: 'Upfront',
      recipient: 'new@failing.example',
      subject: 's',
      html: '',
      body: '',
      state: 'failed',
      detail: '550 unknown',
      next_attempt_at: now,
      created_at: now,
    })
    .execute()
  shows(await see('/console/deliveries'), /One letter.*invitation to new@failing\.example.*550 unknown/s)
})

test('the ledger is of one organization alone', async () => {
  const { ctx, place } = await setUp('ours')
  const update = await post(ctx, place.page)
  const theirs = await setUp('theirs')
  hides(await theirs.see('/console/deliveries'), /ours\.example/)
  const other = await theirs.app.request(`/console/deliveries/updates/${update}`, {
    headers: { host: 'status.test', cookie: 'upfront=owner' },
  })
  assert.equal(other.status, 404)
})

test('the ledger names addresses: it is not for viewers', async () => {
  const { place, ctx, look } = await setUp('viewers')
  const update = await post(ctx, place.page)
  for (const path of ['/console/deliveries', `/console/deliveries/updates/${update}`])
    assert.deepEqual([(await look(path, 'viewer')).status, (await look(path, 'editor')).status], [403, 200])
})
