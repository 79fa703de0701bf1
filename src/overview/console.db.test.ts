import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme } from '../test/acme.ts'
import { busyNight } from '../test/busy-night.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { overviewPages } from './console.ts'
import { troubles } from './trouble.ts'

const database = await testDatabase()

test('on a quiet day it says that nothing needs anybody', async () => {
  const { ctx } = await testContext(database, { seed: 'quiet' })
  await acme(ctx)
  const page = await testConsole(ctx, overviewPages).see('/console')
  shows(page, /Nothing needs you\./)
  hides(page, /Open incidents|Broken in Upfront/)
})

test('what needs a person comes in the order in which it needs one', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'busy' })
  await busyNight(ctx, clock)
  const page = await testConsole(ctx, overviewPages).see('/console')
  shows(page, /Waiting for you.*Open incidents.*Planned work today.*Broken in Upfront.*People who follow/s)
  shows(page, /API · Europe.*Web app/s)
  shows(page, /3 minutes overdue.*Card payments fail/s)
  shows(page, /Card payments fail.*Slower responses from API · US/s)
  shows(page, /Post and tell 1,000 people/)
  hides(page, /Nothing needs you/)
})

test('a viewer sees the list without buttons', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'viewer' })
  await busyNight(ctx, clock)
  const page = await testConsole(ctx, overviewPages).see('/console', 'viewer')
  shows(page, /Waiting for you/)
  hides(page, /Post and tell|Reject it|Open an incident|Post an update/)
})

test('nothing leads a viewer to addresses', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'addresses' })
  await busyNight(ctx, clock)
  const { see } = testConsole(ctx, overviewPages)
  for (const path of ['/console', '/console/find']) {
    shows(await see(path, 'editor'), /href="\/console\/subscribers.*href="\/console\/deliveries/s)
    hides(await see(path, 'viewer'), /\/console\/(subscribers|deliveries)/)
  }
  shows(await see('/console', 'viewer'), /People who follow.*Broken|Broken.*People who follow/s)
})

test('of several pages one can be looked at alone', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'pages' })
  await busyNight(ctx, clock)
  const times = { created_at: ctx.now(), updated_at: ctx.now() }
  await ctx.db
    .insertInto('pages')
    .values({ id: `other-${ctx.org}`, org_id: ctx.org, slug: `other-${ctx.org}`, name: 'Other', ...times })
    .execute()
  const page = await testConsole(ctx, overviewPages).see(`/console?page=other-${ctx.org}`)
  hides(page, /Card payments fail/)
})

test('everything is found by a few letters', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'find' })
  const place = await busyNight(ctx, clock)
  const { see } = testConsole(ctx, overviewPages)
  shows(await see('/console/find'), /href="\/console\/rules".*href="\/console\/incidents\//s)
  const found = await see('/console/find?q=payments')
  shows(found, new RegExp(`href="/console/incidents/${place.payments}"`))
  shows(found, /<bdi>Card payments<\/bdi><\/span><\/a> <span class="quiet-text">Component</)
  shows(await see('/console/find?q=%3Cb%3E'), /Nothing is called “&lt;b&gt;”\./)
})

test('what is broken in Upfront itself is named, with the place to look', async () => {
  const { ctx, clock } = await testContext(database, { seed: 'trouble' })
  const { source } = await acme(ctx)
  assert.deepEqual(await troubles(ctx), [])
  const letter = { sender: 'Acme', recipient: 'a@b.example', subject: 'x', html: '', body: '', kind: 'draft' }
  const at = ctx.now()
  const times = { created_at: at, next_attempt_at: at }
  await ctx.db
    .insertInto('letters')
    .values({ id: 'l', org_id: ctx.org, state: 'failed', ...letter, ...times })
    .execute()
  const arrival = { headers: '{}', body: Buffer.from('x'), size: 1, state: 'unreadable', received_at: at }
  await ctx.db
    .insertInto('arrivals')
    .values({ id: 'a', org_id: ctx.org, source_id: source.id, ...arrival })
    .execute()
  await ctx.db.updateTable('sources').set({ silent_since: at, throttled_at: at }).where('id', '=', source.id).execute()
  const process = { id: 'p', roles: 'web,worker', host: 'h', pid: 1, started_at: at, heartbeat_at: at }
  await ctx.db.insertInto('processes').values(process).execute()
  clock.advance(120_000)
  const noMail = { ...ctx, settings: { ...ctx.settings, mailFrom: null } }
  const words = (await troubles(noMail)).map((trouble) => trouble.words)
  assert.deepEqual(
    [
      /No worker is running/,
      /No mail can leave/,
      /1 message could not be/,
      /silent for longer/,
      /1 arrival could not/,
      /A source sent more/,
    ].filter((said, i) => !said.test(words[i] ?? '')),
    [],
  )
  clock.advance(86_400_000)
  await ctx.db.deleteFrom('processes').where('id', '=', 'p').execute()
  assert.deepEqual(
    (await troubles(ctx)).map((trouble) => trouble.words),
    ['Alertmanager has been silent for longer than usual.'],
  )
})
