import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { shareInWords, uptimeShare } from './share.ts'
import { tally } from './tally.ts'

const nothing = tally([], 0, 0)
const day = 86_400

test('major outages count in full, partial ones 30 %, slowness and maintenance not at all', () => {
  assert.equal(uptimeShare({ ...nothing, operational: day / 2, major_outage: day / 2 }), 5000)
  assert.equal(uptimeShare({ ...nothing, operational: day / 2, partial_outage: day / 2 }), 8500)
  assert.equal(uptimeShare({ ...nothing, degraded_performance: 60, under_maintenance: 60 }), 10_000)
})

test('what is not known is no data, and never makes a figure better or worse', () => {
  assert.equal(uptimeShare({ ...nothing, noData: day }), null)
  assert.equal(uptimeShare({ ...nothing, noData: 89 * day, operational: day / 2, major_outage: day / 2 }), 5000)
  assert.equal(shareInWords(null), 'no data')
})

test('one second of 90 days is enough not to be 100 %', () => {
  assert.equal(shareInWords(uptimeShare({ ...nothing, operational: 90 * day - 1, major_outage: 1 })), '99.99 %')
  assert.equal(shareInWords(uptimeShare({ ...nothing, operational: 90 * day - 1, partial_outage: 1 })), '99.99 %')
  assert.equal(shareInWords(uptimeShare({ ...nothing, operational: 90 * day })), '100 %')
  assert.equal(shareInWords(uptimeShare({ ...nothing, major_outage: 5 })), '0.00 %')
})

test('rounded down, by less than a hundredth of a percent', () => {
  const seconds = fc.integer({ min: 0, max: 400 * day })
  fc.assert(
    fc.property(seconds, seconds, seconds, (operational, partial_outage, major_outage) => {
      const share = uptimeShare({ ...nothing, operational, partial_outage, major_outage })
      const all = BigInt(operational + partial_outage + major_outage) * 100n
      if (all === 0n) return assert.equal(share, null)
      const up = all - BigInt(partial_outage) * 30n - BigInt(major_outage) * 100n
      assert.equal(BigInt(share!), (up * 10_000n) / all)
      assert.equal(share === 10_000, partial_outage + major_outage === 0)
    }),
  )
})
