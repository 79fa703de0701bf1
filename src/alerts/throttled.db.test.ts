import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSource } from '../hooks/create.ts'
import { hookUrl } from '../hooks/find.ts'
import { testDatabase } from '../test/database.ts'
import { installation } from '../test/installation.ts'

const { ctx, app } = await installation(await testDatabase())

test('messages over the limit are counted, and written down together', async (t) => {
  const source = await createSource(ctx, { key: 'loud', kind: 'newrelic', settings: {} })
  const path = new URL(hookUrl(ctx, source)).pathname
  const post = async (times: number) => {
    const sent = Array.from({ length: times }, () => app.request(path, { method: 'POST', body: '' }))
    return new Set((await Promise.all(sent)).map(({ status, headers }) => `${status} ${headers.get('retry-after')}`))
  }
  const throttled = async () => {
    const { throttled } = await ctx.db
      .selectFrom('sources')
      .select('throttled')
      .where('id', '=', source.id)
      .executeTakeFirstOrThrow()
    return throttled
  }
  // The clock stands still: a burst is all there is.
  assert.deepEqual([...(await post(500))], ['400 null'])
  t.mock.timers.enable({ apis: ['setTimeout'] })
  assert.deepEqual([...(await post(30))], ['429 1'])
  assert.equal(await throttled(), 1)
  t.mock.timers.tick(60_000)
  while ((await throttled()) < 30) await new Promise((next) => setImmediate(next))
  assert.equal(await throttled(), 30)
})
