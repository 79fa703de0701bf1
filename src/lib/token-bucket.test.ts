import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tokenBucket } from './token-bucket.ts'

test('a burst passes, then the rate holds', () => {
  const bucket = tokenBucket(50, 500)
  let passed = 0
  for (let i = 0; i < 1000; i++) if (bucket.take('a', 0).ok) passed++
  assert.equal(passed, 500)
  for (let i = 0; i < 1000; i++) if (bucket.take('a', 1000).ok) passed++
  assert.equal(passed, 550)
})

test('names do not disturb each other, and the answer says how long to wait', () => {
  const bucket = tokenBucket(0.5, 1)
  assert.equal(bucket.take('a', 0).ok, true)
  assert.deepEqual(bucket.take('a', 0), { ok: false, retryAfter: 2 })
  assert.equal(bucket.take('b', 0).ok, true)
  assert.equal(bucket.take('a', 2000).ok, true)
})

test('a clock that jumps back takes nothing away', () => {
  const bucket = tokenBucket(1, 2)
  bucket.take('a', 10_000)
  assert.equal(bucket.take('a', 0).ok, true)
})
