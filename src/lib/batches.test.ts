import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inBatches } from './batches.ts'

test('what comes during a write goes together in the next one', async () => {
  const written: number[][] = []
  const put = inBatches<number>(async (items) => {
    await Promise.resolve()
    written.push(items)
  })
  await Promise.all([1, 2, 3, 4].map(put))
  await put(5)
  assert.deepEqual(written, [[1], [2, 3, 4], [5]])
})

test('what comes while more is waited for goes along', async () => {
  const written: number[][] = []
  const more = Promise.withResolvers<void>()
  const put = inBatches<number>(
    async (items) => void written.push(items),
    () => more.promise,
  )
  const first = put(1)
  const second = put(2)
  more.resolve()
  await Promise.all([first, second])
  await put(3)
  assert.deepEqual(written, [[1, 2], [3]])
})

test('a write that fails fails for its items alone', async () => {
  const put = inBatches<number>(async (items) => {
    if (items.includes(1)) throw new Error('no')
  })
  const results = await Promise.allSettled([put(1), put(2)])
  assert.deepEqual(
    results.map((result) => result.status),
    ['rejected', 'fulfilled'],
  )
})
