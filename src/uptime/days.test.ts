import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { daysBetween, lastDays, lastMonths } from './days.ts'

const hours = ({ from, to }: { from: number; to: number }) => (to - from) / 3600
const named = (zone: string, now: string, name: string) =>
  hours(lastDays(zone, new Date(now), 90).find((day) => day.name === name)!)

test('days on which clocks change have 23 and 25 hours, or half an hour less or more', () => {
  assert.equal(named('Europe/Berlin', '2027-04-01T12:00:00Z', '2027-03-28'), 23)
  assert.equal(named('Europe/Berlin', '2027-11-05T12:00:00Z', '2027-10-31'), 25)
  assert.equal(named('Australia/Lord_Howe', '2026-10-10T12:00:00Z', '2026-10-04'), 23.5)
  // Clocks go forward at midnight: the day begins at one.
  assert.equal(named('Africa/Cairo', '2026-05-01T12:00:00Z', '2026-04-24'), 23)
})

test('days and months follow each other without a gap, and the last is the one that runs', () => {
  const zone = fc.constantFrom('UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'Pacific/Apia')
  const at = fc.date({ min: new Date('2015-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(zone, at, (timeZone, now) => {
      for (const list of [lastDays(timeZone, now, 90), lastMonths(timeZone, now, 12)]) {
        for (const [i, one] of list.entries()) if (i > 0) assert.equal(one.from, list[i - 1]!.to)
        const last = list.at(-1)!
        assert.ok(last.from * 1000 <= now.getTime() && now.getTime() < last.to * 1000)
      }
    }),
    { numRuns: 30 },
  )
  assert.equal(lastMonths('UTC', new Date('2026-11-22T00:00:00Z'), 12)[0]!.name, '2025-12')
})

test('the days of a time are cut to it', () => {
  const [from, to] = [new Date('2026-11-01T03:00:00Z'), new Date('2026-11-03T05:00:00Z')]
  const days = daysBetween('America/New_York', from, to)
  // 31 October, 23:00 EDT, to 3 November, 00:00 EST.
  assert.deepEqual(
    days.map((day) => [day.name, hours(day)]),
    [
      ['2026-10-31', 1],
      ['2026-11-01', 25],
      ['2026-11-02', 24],
    ],
  )
})
