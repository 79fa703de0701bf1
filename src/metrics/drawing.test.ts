import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { axisOf, bucketCount, drawnFrom, pathsOf } from './drawing.ts'
import { NewMetric, NewPoints } from './schema.ts'

const bucket = (bucket: number, ...values: number[]) => ({
  bucket,
  count: values.length,
  sum: values.reduce((all, one) => all + one, 0),
  lowest: Math.min(...values),
  highest: Math.max(...values),
})

test('a period is what its points come to: each counts once, and what has none is a gap', () => {
  assert.equal(drawnFrom([], 0), null)
  const drawn = drawnFrom([bucket(0, 10, 20, 60), bucket(95, 1 / 3), bucket(bucketCount, 9000)], 1)!
  assert.deepEqual(
    [drawn.values.length, drawn.values[0], drawn.values[95], drawn.values.filter((one) => one !== null).length],
    [96, 30, 0.333, 2],
  )
  assert.deepEqual([drawn.lowest, drawn.highest, drawn.average], [1 / 3, 60, 22.583])
})

test('an axis has round ends, begins at zero where that is near, and keeps what is fixed', () => {
  const axis = (values: (number | null)[], minimum: number | null = null, maximum: number | null = null) => {
    const { low, high } = axisOf(values, minimum, maximum)
    return [low, high]
  }
  assert.deepEqual(axis([120, null, 187]), [120, 200])
  assert.deepEqual(axis([20, 187]), [0, 200])
  assert.deepEqual(axis([99.91, 99.98]), [99.9, 99.98])
  assert.deepEqual(axis([-7, 12]), [-10, 15])
  assert.deepEqual(axis([0.1, 0.3]), [0, 0.3])
  assert.deepEqual(axis([0.3, 0.4]), [0.3, 0.4])
  assert.deepEqual(axis([0]), [0, 0.5])
  assert.deepEqual(axis([]), [0, 1])
  assert.deepEqual(axis([40, 60], 0, 100), [0, 100])
  assert.deepEqual(axis([40, 60], 100), [100, 105])
  assert.deepEqual(axis([40, 60], null, 10), [5, 10])
})

test('a line is broken by gaps, a value between two is a dot, and what lies beyond the axis stays at its edge', () => {
  const axis = { low: 0, high: 100 }
  assert.deepEqual(pathsOf([0, 50, 25, null, 100, null, 500, -3, null, 0], axis), {
    line: 'M2 100l4-50l4 25M26 0l4 100',
    dots: 'M18 0h0M38 100h0',
  })
  assert.deepEqual(pathsOf([null, null], axis), { line: '', dots: '' })
})

test('every value has a place within its chart', () => {
  const value = fc.double({ noNaN: true, min: -1e15, max: 1e15 })
  fc.assert(
    fc.property(
      fc.array(fc.option(value), { maxLength: 96 }),
      fc.option(value),
      fc.option(value),
      (values, one, two) => {
        const [minimum, maximum] = one !== null && two !== null && one >= two ? [two, null] : [one, two]
        const axis = axisOf(values, minimum, maximum)
        assert.ok(axis.low < axis.high, JSON.stringify(axis))
        const { line, dots } = pathsOf(values, axis)
        let y = 0
        for (const [, to, , by] of (line + dots).matchAll(/M\d+ (\d+)|l(4)( ?-?\d+)/g)) {
          y = to === undefined ? y + Number(by) : Number(to)
          assert.ok(y >= 0 && y <= 100, `${y}`)
        }
      },
    ),
  )
})

test('a metric and its points are refused with the place of what is wrong', () => {
  const wrong = (shape: typeof NewMetric | typeof NewPoints, input: object) =>
    shape.safeParse(input).error?.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`) ?? []
  assert.deepEqual(wrong(NewMetric, { page: 'acme', key: 'api', name: 'API' }), [])
  assert.match(wrong(NewMetric, { page: 'acme', key: 'A P I', name: 'API' })[0] ?? '', /^\/key: expected lower-case/)
  assert.match(wrong(NewMetric, { page: 'acme', key: 'api', name: 'API', decimals: 7 })[0] ?? '', /^\/decimals/)
  assert.deepEqual(wrong(NewPoints, { points: [{ value: -1.5 }, { at: '2026-11-22T10:42:00+01:00', value: 2 }] }), [])
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e16, '5', null])
    assert.match(wrong(NewPoints, { points: [{ value }] })[0] ?? '', /^\/points\/0\/value: expected a number/)
  assert.match(
    wrong(NewPoints, { points: [{ at: 'yesterday', value: 1 }] })[0] ?? '',
    /^\/points\/0\/at: expected a time/,
  )
  assert.match(wrong(NewPoints, { points: [] })[0] ?? '', /at least one point/)
  assert.match(wrong(NewPoints, { points: Array(3001).fill({ value: 1 }) })[0] ?? '', /at most 3000 points/)
})
