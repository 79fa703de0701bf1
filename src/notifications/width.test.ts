import assert from 'node:assert/strict'
import { test } from 'node:test'
import { widening, widest } from './width.ts'

const after = (...steps: [milliseconds: number, left: number][]) => {
  let now = 0
  const width = widening('email', () => now)
  for (const [milliseconds, left] of steps) {
    now += milliseconds
    for (let i = 0; i < left; i++) width.left()
  }
  return width.now()
}

test('a lane is as wide as its messages leave in half a second', () => {
  assert.equal(after(), 10)
  assert.equal(after([100, 5]), 10)
  assert.equal(after([490, 60]), 61)
  assert.equal(after([100, 60], [450, 5]), 60, 'the half second before counts until this one is over')
  assert.equal(after([100, 60], [450, 5], [500, 0]), 10)
  assert.equal(after([100, 5000]), widest)
  assert.equal(after([40, 20]), 20)
  assert.equal(after([60, 20]), 166, 'who has just begun goes by the pace so far')
  assert.equal(after([400, 9]), 10)
  assert.equal(after([100, 5000], [10_000, 0]), 10, 'what was long ago says nothing')
  assert.equal(widening('webhook', () => 0).now(), 40)
})
