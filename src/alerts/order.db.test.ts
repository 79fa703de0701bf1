import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RuleOptions } from '../test/acme.ts'
import { incidents, setScene, updatesOf } from '../test/alert-scene.ts'
import { testDatabase } from '../test/database.ts'

const database = await testDatabase()
const minute = 60_000
const setUp = (options: RuleOptions) => setScene(database, options)

test('recovery before firing, by the same occurrence or by the source’s clock', async () => {
  const { ctx, send } = await setUp({ mode: 'auto' })
  assert.equal((await send('a', 'resolved', { occurrence: '1' })).outcome, 'recorded')
  assert.equal((await send('a', 'firing', { occurrence: '1' })).outcome, 'recorded')
  const at = (minutes: number) => new Date(ctx.now().getTime() + minutes * minute)
  assert.equal(
    (await send('b', 'resolved', { occurrence: 'r', startedAt: at(-9), endedAt: at(-5) })).outcome,
    'recorded',
  )
  assert.equal((await send('b', 'firing', { occurrence: 'f', startedAt: at(-9) })).outcome, 'recorded')
  assert.equal((await send('b', 'firing', { occurrence: 'g', startedAt: at(-1) })).outcome, 'published')
})

test('a late recovery of an earlier firing does not end a newer one', async () => {
  const { ctx, send } = await setUp({ mode: 'auto' })
  const at = (minutes: number) => new Date(ctx.now().getTime() + minutes * minute)
  await send('a', 'firing', { occurrence: 'new', startedAt: at(-1) })
  assert.equal(
    (await send('a', 'resolved', { occurrence: 'old', startedAt: at(-20), endedAt: at(-10) })).outcome,
    'recorded',
  )
  assert.equal((await incidents(ctx))[0]!.resolved_at, null)
})

test('an automatic incident began when its alert did, and lasted from then', async () => {
  const { ctx, clock, send } = await setUp({ mode: 'auto' })
  const startedAt = new Date(ctx.now().getTime() - 4 * minute)
  const { incident } = await send('a', 'firing', { occurrence: '1', startedAt })
  assert.deepEqual((await incidents(ctx))[0]!.started_at, startedAt)
  clock.advance(6 * minute)
  await send('a', 'resolved', { occurrence: '1', startedAt, endedAt: ctx.now() })
  assert.match((await updatesOf(ctx, incident!))[1]!.body, /lasted 10 minutes/)
})

test('a recovery dated in the future does not silence what fires after it, and says when it counts', async () => {
  const { ctx, clock, send } = await setUp({ mode: 'auto' })
  const at = (minutes: number) => new Date(ctx.now().getTime() + minutes * minute)
  await send('a', 'firing', { occurrence: '1', startedAt: at(60) })
  clock.advance(minute)
  await send('a', 'resolved', { occurrence: '1', startedAt: at(59), endedAt: at(600) })
  clock.advance(20 * minute)
  assert.equal((await send('a', 'firing', { occurrence: '2', startedAt: at(-1) })).outcome, 'published')
  const alerts = await ctx.db
    .selectFrom('alerts')
    .select(['started_at', 'ended_at', 'received_at', 'reason'])
    .where('org_id', '=', ctx.org)
    .orderBy('received_at')
    .execute()
  assert.deepEqual([alerts[0]!.started_at, alerts[1]!.ended_at], [alerts[0]!.received_at, alerts[1]!.received_at])
  assert.match(alerts[1]!.reason!, /The last alert has recovered\. Its source dated it in the future/)
  assert.doesNotMatch(alerts[2]!.reason!, /future/)
})
