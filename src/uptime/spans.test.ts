import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { componentStatuses, rollUp, rollUps } from '../components/status.ts'
import { clipped, rolledUp, type Span } from './spans.ts'
import { measured, tally, tallyEach } from './tally.ts'

const status = fc.constantFrom(...componentStatuses)
/** A ledger: spans that follow each other without a gap. */
const ledger = fc
  .tuple(
    fc.integer({ min: 0, max: 500 }),
    fc.array(fc.tuple(status, fc.integer({ min: 1, max: 200 })), { maxLength: 12 }),
  )
  .map(([start, lengths]) => {
    let from = start
    return lengths.map(([status, length]): Span => ({ status, from, to: (from += length) }))
  })
const time = fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 2000 })).map(([a, b]) => ({
  from: Math.min(a, b),
  to: Math.max(a, b),
}))
/** Second by second, as slow and as simple as can be. */
const statusAt = (spans: readonly Span[], at: number) =>
  spans.find(({ from, to }) => from <= at && at < to)?.status ?? null

test('a tally is what counting each second gives', () => {
  fc.assert(
    fc.property(ledger, time, (spans, { from, to }) => {
      const counted = tally(spans, from, to)
      const seconds = Array.from({ length: to - from }, (_, i) => statusAt(spans, from + i))
      for (const one of componentStatuses) assert.equal(counted[one], seconds.filter((s) => s === one).length)
      assert.equal(counted.noData, seconds.filter((s) => s === null).length)
    }),
    { numRuns: 50 },
  )
})

test('parts of a time add up to the whole, wherever it is cut', () => {
  fc.assert(
    fc.property(ledger, time, fc.array(fc.integer({ min: 0, max: 2000 })), (spans, { from, to }, cuts) => {
      const edges = [from, ...cuts.filter((at) => at > from && at < to).sort((a, b) => a - b), to]
      const parts = tallyEach(
        spans,
        edges.slice(1).map((end, i) => ({ from: edges[i]!, to: end })),
      )
      const whole = tally(spans, from, to)
      for (const one of [...componentStatuses, 'noData'] as const)
        assert.equal(
          parts.reduce((sum, part) => sum + part[one], 0),
          whole[one],
        )
      assert.equal(measured(whole) + whole.noData, to - from)
    }),
  )
})

test('neither the order of spans nor cutting one in two changes anything', () => {
  fc.assert(
    fc.property(ledger, time, fc.nat(), fc.boolean(), (spans, { from, to }, seed, turned) => {
      const cut = spans.flatMap((span, i) => {
        const at = span.from + ((seed + i) % (span.to - span.from))
        return [
          { ...span, to: at },
          { ...span, from: at },
        ]
      })
      assert.deepEqual(tally(turned ? cut.toReversed() : cut, from, to), tally(spans, from, to))
      assert.deepEqual(tally(clipped(spans, from, to), from, to), tally(spans, from, to))
    }),
  )
})

test('what a group showed is, at each moment, what its rule says of that moment', () => {
  fc.assert(
    fc.property(fc.constantFrom(...rollUps), ledger, fc.array(ledger, { maxLength: 3 }), (rule, own, parts) => {
      const shown = rolledUp(rule, own, parts)
      for (let at = 0; at < 2900; at += 7) {
        const mine = statusAt(own, at)
        const below = parts.map((part) => statusAt(part, at)).filter((one) => one !== null)
        assert.equal(statusAt(shown, at), mine && rollUp(rule, mine, below))
      }
      for (const [i, span] of shown.entries()) assert.ok(span.from < span.to && span.from >= (shown[i - 1]?.to ?? 0))
    }),
    { numRuns: 50 },
  )
})
