import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { usualSilence } from './usual-gap.ts'

const hour = 3_600_000
const every = (gap: number, count: number) => Array.from({ length: count }, (_, i) => new Date(i * gap))

test('ten arrivals over a day are needed', () => {
  assert.equal(usualSilence(every(3 * hour, 9)), null)
  assert.equal(usualSilence(every(hour, 24)), null)
  assert.equal(usualSilence(every(3 * hour, 10)), 9 * hour)
})

test('an hour at least, however often it is heard', () => {
  assert.equal(usualSilence(every(60_000, 2000)), hour)
})

test('one quiet weekend does not make silence usual', () => {
  const times = [...every(hour, 100), ...every(hour, 100).map((time) => new Date(time.getTime() + 160 * hour))]
  assert.equal(usualSilence(times), 3 * hour)
})

test('the order does not matter, and the answer is never below the usual gap', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(1e9), { minLength: 10, maxLength: 60 }), (seconds) => {
      const times = seconds.map((second) => new Date(second * 1000))
      const known = usualSilence(times)
      assert.equal(usualSilence(times.toReversed()), known)
      if (known !== null) assert.ok(known >= hour)
    }),
  )
})
