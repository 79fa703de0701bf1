import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at } from '../test/acme-snapshot.ts'
import { monthName, timesIn } from './times.ts'

test('times are in the page’s zone, which is named as people there name it', () => {
  const noon = at('2026-11-22T12:00:00Z')
  const written = (zone: string, instant = noon) => timesIn(zone).full(instant)
  assert.equal(written('America/New_York'), '22 November 2026, 07:00 EST')
  assert.equal(written('Europe/Berlin'), '22 November 2026, 13:00 CET')
  assert.equal(written('Europe/Berlin', at('2026-07-01T12:00:00Z')), '1 July 2026, 14:00 CEST')
  assert.equal(written('UTC'), '22 November 2026, 12:00 UTC')
  assert.equal(written('Asia/Kolkata'), '22 November 2026, 17:30 IST')
  assert.equal(written('Asia/Kathmandu'), '22 November 2026, 17:45 GMT+5:45')
})

test('near times leave out what is plain', () => {
  const times = timesIn('America/New_York')
  const now = at('2026-11-22T15:45:00Z')
  assert.equal(times.near(at('2026-11-22T15:42:00Z'), now), '10:42 EST')
  assert.equal(times.near(at('2026-11-22T04:59:00Z'), now), '21 November, 23:59 EST')
  assert.equal(times.near(at('2025-12-31T23:00:00Z'), now), '31 December 2025, 18:00 EST')
})

test('the hour that comes twice is told apart', () => {
  const times = timesIn('America/New_York')
  assert.equal(times.time(at('2026-11-01T05:30:00Z')), '01:30 EDT')
  assert.equal(times.time(at('2026-11-01T06:30:00Z')), '01:30 EST')
})

test('months by name', () => assert.equal(monthName('2026-11'), 'November 2026'))
