import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { begun, closed, ended, failuresAllowed, opensAt } from './breaker.ts'

const minute = 60_000
const fail = (times: number, now = 0) =>
  Array.from({ length: times }).reduce<typeof closed>((b) => ended(b, now, 'bad', false), closed)

test('it opens after failures in a row, and any answer closes it', () => {
  assert.equal(opensAt(fail(failuresAllowed - 1)), 0)
  assert.equal(opensAt(fail(failuresAllowed)), 30_000)
  assert.deepEqual(ended(fail(failuresAllowed), 1, 'good', false), closed)
  assert.deepEqual(ended(fail(failuresAllowed - 1), 1, 'good', false), closed)
  assert.equal(opensAt(ended(fail(failuresAllowed - 1), 0, 'unknown', false)), 0)
})

test('half open, one attempt finds out; each failure doubles the pause, up to five minutes', () => {
  let breaker = fail(failuresAllowed)
  const pauses: number[] = []
  for (let i = 0; i < 6; i++) {
    const now = breaker.until
    breaker = begun(breaker)
    assert.equal(opensAt(breaker), Number.POSITIVE_INFINITY, 'nobody else may')
    breaker = ended(breaker, now, 'bad', true)
    pauses.push(breaker.until - now)
  }
  assert.deepEqual(pauses, [minute, 2 * minute, 4 * minute, 5 * minute, 5 * minute, 5 * minute])
  assert.deepEqual(ended(begun(breaker), breaker.until, 'good', true), closed)
})

test('what began before it opened and ends late does not make the pause longer', () => {
  const breaker = fail(failuresAllowed, 1000)
  assert.deepEqual(ended(breaker, 20_000, 'bad', false), breaker)
})

test('it agrees with a simple model', () => {
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 400_000 }),
    lesson: fc.constantFrom('good', 'bad', 'unknown'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let [breaker, now] = [closed, 0]
      const model = { failures: 0, openings: 0, until: 0 }
      for (const { wait, lesson } of steps) {
        now += wait
        assert.equal(opensAt(breaker) <= now, model.until <= now)
        if (model.until > now) continue
        const wasProbe = breaker.openings > 0
        breaker = ended(begun(breaker), now, lesson as 'good', wasProbe)
        if (lesson === 'good') Object.assign(model, { failures: 0, openings: 0, until: 0 })
        if (lesson !== 'bad') continue
        model.failures++
        if (model.failures < failuresAllowed) continue
        model.openings++
        model.until = now + Math.min(300_000, 30_000 * 2 ** (model.openings - 1))
      }
    }),
  )
})
