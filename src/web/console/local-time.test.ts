import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidInput } from '../../lib/errors.ts'
import { localTime, toInstant } from './local-time.ts'

const zone = 'America/New_York'

test('a wall clock in a zone and the moment it shows', () => {
  const at = new Date('2026-11-22T15:42:00Z')
  assert.equal(localTime(at, zone), '2026-11-22T10:42')
  assert.deepEqual(toInstant('2026-11-22T10:42', zone, '/at'), at)
  assert.deepEqual(toInstant('2026-07-01T10:42:30', zone, '/at'), new Date('2026-07-01T14:42:30Z'))
})

const wrong = (text: string, detail: RegExp) =>
  assert.throws(
    () => toInstant(text, zone, '/at'),
    (error) =>
      error instanceof InvalidInput && error.problems[0]?.pointer === '/at' && detail.test(error.problems[0].detail),
  )

test('times that a clock skips or shows twice are named', () => {
  wrong('2026-03-08T02:30', /skip this time/)
  wrong('2026-11-01T01:30', /this time twice/)
})

test('what is no time is said to be none', () => {
  for (const text of ['', 'soon', '2026-13-01T10:00', '2026-02-30T10:00', '2026-11-22', '2026-11-22T25:00'])
    wrong(text, /expected a date and a time/)
})
