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
