import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bucketOf, endOf, figuresOf, isMissed, later, objective } from './objective.ts'
import { paceOf } from './progress.ts'

const counted = (milliseconds: readonly number[]) => milliseconds.map((one) => ({ bucket: bucketOf(one), count: 1 }))

test('figures of a known set are right to a tenth', () => {
  const set = Array.from({ length: 1000 }, (_, i) => (i + 1) * 100)
  const { attempts, p50, p95, p99, met } = figuresOf([...counted(set), { bucket: later, count: 5000 }])
  assert.equal(attempts, 1000)
  for (const [given, exact] of [
    [p50, 50],
    [p95, 95],
    [p99, 99],
  ] as const)
    assert.ok(given !== null && given >= exact && given <= exact * 1.1, `${given} for ${exact}`)
  assert.equal(met, 0.6)
})

test('whether it was in time is exact', () => {
  assert.ok(bucketOf(objective.seconds * 1000) <= 0)
  assert.ok(bucketOf(objective.seconds * 1000 + 1) > 0)
  fc.assert(
    fc.property(fc.integer({ min: 30, max: 120_000_000 }), (ms) => {
      const end = endOf(bucketOf(ms)) * 1000
      assert.ok(bucketOf(ms) === 80 || (end >= ms * 0.999999 && end <= ms * 1.1001), `${ms} ends at ${end}`)
      assert.equal(bucketOf(ms) <= 0, ms <= objective.seconds * 1000)
    }),
  )
})

test('few attempts say little; what waits for minutes is late whatever becomes of it', () => {
  const late = (count: number) => figuresOf([{ bucket: 1, count }])
  assert.equal(isMissed(late(19), null), false)
  assert.equal(isMissed(late(20), null), true)
  assert.equal(
    isMissed(
      figuresOf([
        { bucket: 0, count: 990 },
        { bucket: 3, count: 10 },
      ]),
      null,
    ),
    false,
  )
  assert.equal(
    isMissed(
      figuresOf([
        { bucket: 0, count: 989 },
        { bucket: 3, count: 11 },
      ]),
      null,
    ),
    true,
  )
  assert.equal(isMissed(figuresOf([]), 301), true)
  assert.equal(isMissed(figuresOf([]), 300), false)
})

test('the pace is what left in the last minutes; of a few seconds nothing is said', () => {
  const now = new Date('2026-03-02T09:10:30Z')
  const at = (minute: number) => new Date(`2026-03-02T09:0${minute}:00Z`)
  const this_ = new Date('2026-03-02T09:10:00Z')
  assert.equal(paceOf([], now), 0)
  assert.equal(paceOf([{ minute: at(5), count: 900 }], now), 0)
  assert.equal(paceOf([{ minute: this_, count: 50 }], now), 100)
  assert.equal(
    paceOf(
      [
        { minute: at(9), count: 90 },
        { minute: this_, count: 60 },
      ],
      now,
    ),
    100,
  )
  assert.equal(paceOf([{ minute: this_, count: 50 }], new Date('2026-03-02T09:10:05Z')), 0)
})
