import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { receiveAlert } from '../alerts/receive.ts'
import { changeComponent } from '../components/change.ts'
import { type Context, transaction } from '../lib/context.ts'
import { lockFor } from '../rules/facts.ts'
import { acme, addRule, alertOf } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { until } from '../test/until.ts'
import { lockIncident } from './find.ts'
import { openIncident } from './open.ts'
import { postUpdate } from './post-update.ts'

const database = await testDatabase()

async function setUp(seed: string) {
  const { ctx, clock } = await testContext(database, { seed })
  const place = await acme(ctx)
  await addRule(ctx, place.page, { component: place.us, mode: 'auto', nextUpdateEvery: 60 })
  const send = (key: string, state: 'firing' | 'resolved', more = {}) =>
    receiveAlert(ctx, place.source, null, alertOf(key, state, more))
  const report = (components: Record<string, string>) =>
    openIncident(ctx, { page: place.page, title: 'Ours', status: 'investigating', body: 'On it.', components })
  return { ctx, clock, ...place, send, report }
}

const deadlocks = async ({ db }: Context) => {
  const { rows } = await sql<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(db)
  return rows[0]!.deadlocks
}

const someoneWaits = (ctx: Context) =>
  until(async () => {
    const { rows } = await sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(ctx.db)
    return rows.length > 0
  })

test('a recovery waits for the page before it touches what whoever has the page may touch', async () => {
  const { ctx, page, send } = await setUp('order')
  await send('a', 'firing')
  const recovering = await transaction(ctx, async (tx) => {
    await lockFor(tx, 'page', page)
    const recovering = send('a', 'resolved')
    await someoneWaits(ctx)
    await tx.db.updateTable('alerts').set({ reason: 'changed' }).where('org_id', '=', tx.org).execute()
    return { recovering }
  })
  assert.equal((await recovering.recovering).outcome, 'resolved')
  assert.equal(await deadlocks(ctx), 0)
})

test('many at once on the same components never wait for each other in a circle', async () => {
  const { ctx, us, eu, web, send, report } = await setUp('circle')
  const names = [us, eu, web]
  const open = await Promise.all(names.map((one) => report({ [one]: 'partial_outage' })))
  await Promise.all(
    Array.from({ length: 24 }, (_, i) => {
      const [first, second, third] = [names[i % 3]!, names[(i + 1) % 3]!, names[(i + 2) % 3]!]
      const components = { [third]: 'operational', [first]: 'degraded_performance', [second]: 'operational' }
      if (i % 4 === 0) return changeComponent(ctx, first, { status: i % 8 === 0 ? 'operational' : 'partial_outage' })
      if (i % 4 === 1) return send(`k${i}`, 'firing')
      return postUpdate(ctx, open[i % 3]!.id, { status: 'identified', body: `Post ${i}.`, components })
    }),
  )
  await sql`select pg_stat_force_next_flush()`.execute(ctx.db)
  assert.equal(await deadlocks(ctx), 0)
})

test('automation does not speak after a person who was quicker', async () => {
  const { ctx, send } = await setUp('quicker')
  const { incident } = await send('a', 'firing')
  const { recovering } = await transaction(ctx, async (tx) => {
    await lockIncident(tx, incident!)
    const recovering = send('a', 'resolved')
    await someoneWaits(ctx)
    await postUpdate(tx, incident!, { status: 'identified', body: 'It is the disk.' })
    return { recovering }
  })
  assert.equal((await recovering).outcome, 'awaiting_approval')
})

test('nothing joins an incident that a person is ending', async () => {
  const { ctx, send } = await setUp('ending')
  const { incident } = await send('a', 'firing')
  const { firing } = await transaction(ctx, async (tx) => {
    await postUpdate(tx, incident!, { status: 'resolved', body: 'Over.' })
    const firing = send('b', 'firing')
    await someoneWaits(ctx)
    return { firing }
  })
  const fired = await firing
  assert.equal(fired.outcome, 'published')
  assert.notEqual(fired.incident, incident)
})

test('the ledger has no gap and no negative span though the clock goes back', async () => {
  const { ctx, clock, us, send } = await setUp('back')
  await send('a', 'firing')
  clock.advance(-5000)
  assert.equal((await send('a', 'resolved')).outcome, 'resolved')
  clock.advance(60_000)
  await changeComponent(ctx, us, { status: 'major_outage' })
  const rows = await ctx.db
    .selectFrom('status_intervals')
    .select(['status', 'starts_at', 'ends_at'])
    .where('component_id', '=', us)
    .orderBy('id')
    .execute()
  assert.deepEqual(
    rows.map((row) => row.status),
    ['operational', 'degraded_performance', 'operational', 'major_outage'],
  )
  for (const [i, row] of rows.entries()) if (i > 0) assert.deepEqual(row.starts_at, rows[i - 1]!.ends_at)
})

test('an alert that comes while a person opens an incident waits for it, and joins it', async () => {
  const { ctx, page, us, send, report } = await setUp('opening')
  const { theirs, firing } = await transaction(ctx, async (tx) => {
    const opened = await openIncident(tx, {
      page,
      title: 'Ours',
      status: 'investigating',
      body: 'On it.',
      components: { [us]: 'partial_outage' },
    })
    const fired = send('a', 'firing')
    await Promise.race([fired, someoneWaits(ctx)])
    return { theirs: opened.id, firing: { fired } }
  })
  const receipt = await firing.fired
  assert.deepEqual([receipt.outcome, receipt.incident], ['absorbed', theirs])
  await Promise.all([send('b', 'firing'), report({ [us]: 'major_outage' }), send('c', 'firing')])
  assert.equal(await deadlocks(ctx), 0)
})
