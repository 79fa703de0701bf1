import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTimeZone, localDay, momentInWords } from './zone.ts'

const now = new Date('2026-11-22T09:42:00Z')

test('names the zone, and the day where it is another', () => {
  assert.equal(momentInWords(new Date('2026-11-22T10:15:00Z'), 'Europe/Berlin', now), '11:15 CET')
  assert.equal(momentInWords(new Date('2026-11-23T10:15:00Z'), 'UTC', now), '23 November, 10:15 UTC')
  assert.equal(momentInWords(new Date('2027-01-02T10:15:00Z'), 'UTC', now), '2 January 2027, 10:15 UTC')
})

test("the day is the zone's", () => {
  assert.equal(localDay(new Date('2026-11-22T23:30:00Z'), 'Asia/Tokyo'), '2026-11-23')
  assert.equal(localDay(new Date('2026-11-22T03:30:00Z'), 'America/New_York'), '2026-11-21')
})

test('knows zones', () => {
  assert.equal(isTimeZone('America/New_York'), true)
  assert.equal(isTimeZone('Mars/Olympus'), false)
})
