import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dueFor, nextDue, type Period } from './due.ts'

const cases: [string, Period, string, string][] = [
  ['2026-11-23T06:59:59Z', 'daily', 'Europe/Berlin', '2026-11-23T07:00:00Z'],
  ['2026-11-23T07:00:00Z', 'daily', 'Europe/Berlin', '2026-11-24T07:00:00Z'],
  ['2026-03-28T07:00:00Z', 'daily', 'Europe/Berlin', '2026-03-29T06:00:00Z'],
  ['2026-11-23T07:00:00Z', 'weekly', 'UTC', '2026-11-23T08:00:00Z'],
  ['2026-11-23T08:00:00Z', 'weekly', 'UTC', '2026-11-30T08:00:00Z'],
  ['2026-11-22T20:00:00Z', 'weekly', 'Asia/Tokyo', '2026-11-22T23:00:00Z'],
  ['2026-12-31T12:00:00Z', 'monthly', 'UTC', '2027-01-01T08:00:00Z'],
  ['2026-12-01T07:00:00Z', 'monthly', 'UTC', '2026-12-01T08:00:00Z'],
]
for (const [after, period, zone, due] of cases)
  test(`${period} in ${zone}, after ${after}`, () =>
    assert.deepEqual(nextDue(new Date(after), zone, period), new Date(due)))

test('what would come in quiet hours comes when they end, in the zone that they name', () => {
  const quietHours = { from: '23:00', until: '10:30', timeZone: 'Europe/Berlin', exceptCritical: true }
  assert.deepEqual(
    dueFor({ quietHours }, 'America/New_York', 'daily', new Date('2026-11-23T12:00:00Z')),
    new Date('2026-11-24T09:30:00Z'),
  )
  assert.deepEqual(
    dueFor({ quietHours: null }, 'America/New_York', 'daily', new Date('2026-11-23T12:00:00Z')),
    new Date('2026-11-23T13:00:00Z'),
  )
})
