import assert from 'node:assert/strict'
import { test } from 'node:test'
import { TooMany } from '../lib/errors.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { createLimit, forgetOldLimits } from './limit.ts'

const database = await testDatabase()
const { ctx } = await testContext(database)
const options = { points: 3, seconds: 900, refusal: 'Too many.' }
const isRefused = (taken: Promise<void>) =>
  taken.then(
    () => false,
    (error) => error instanceof TooMany && error.message === 'Too many.' && error.retryAfter > 0,
  )
const rows = () => ctx.db.selectFrom('limits').selectAll().orderBy('points').execute()

test('several processes count as one', async () => {
  const processes = [1, 2, 3].map(() => createLimit({ name: 'shared', ...options }))
  const taken = []
  for (const limit of [...processes, ...processes]) taken.push(await isRefused(limit.take(ctx, '192.0.2.1')))
  assert.deepEqual(taken, [false, false, false, true, true, true])
  assert.equal(await isRefused(processes[0]!.take(ctx, '192.0.2.2')), false)
  assert.equal(await isRefused(createLimit({ name: 'another', ...options }).take(ctx, '192.0.2.1')), false)
  assert.doesNotMatch(JSON.stringify(await rows()), /192\.0\.2/)
})

test('a flood is answered from memory', async () => {
  await ctx.db.deleteFrom('limits').execute()
  const limit = createLimit({ name: 'flood', ...options })
  const other = createLimit({ name: 'flood', ...options })
  for (let i = 0; i < 50; i++) await isRefused(limit.take(ctx, 'one'))
  assert.equal((await rows()).at(-1)?.points, 4)
  assert.equal(await isRefused(other.take(ctx, 'one')), true)
  for (let i = 0; i < 50; i++) await isRefused(other.take(ctx, 'one'))
  assert.equal((await rows()).at(-1)?.points, 5)
})

test('what was right is taken back, or the count begins anew', async () => {
  const limit = createLimit({ name: 'right', ...options })
  for (let i = 0; i < 10; i++) {
    await limit.take(ctx, 'back')
    await limit.giveBack(ctx, 'back')
  }
  for (let i = 0; i < 3; i++) await limit.take(ctx, 'anew')
  assert.equal(await isRefused(limit.take(ctx, 'anew')), true)
  await limit.forget(ctx, 'anew')
  assert.equal(await isRefused(limit.take(ctx, 'anew')), false)
})

test('counts whose time is over are forgotten', async () => {
  await createLimit({ name: 'old', ...options }).take(ctx, 'x')
  const latest = Math.max(...(await rows()).map(({ expire }) => expire ?? 0))
  await forgetOldLimits({ db: ctx.db, now: () => new Date(latest) })
  assert.equal((await rows()).length, 1)
  await forgetOldLimits({ db: ctx.db, now: () => new Date(latest + 1) })
  assert.equal((await rows()).length, 0)
})
