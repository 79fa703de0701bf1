import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { quietUntil } from './quiet.ts'

const night = { from: '22:00', until: '07:00', timeZone: 'Europe/Berlin' }
const berlin = (at: string) =>
  new Date(Temporal.PlainDateTime.from(at).toZonedDateTime('Europe/Berlin').epochMilliseconds)
const cases: [string, string, typeof night, string | null][] = [
  ['before they begin', '2026-11-23T21:59:59', night, null],
  ['as they begin', '2026-11-23T22:00', night, '2026-11-24T07:00'],
  ['after midnight', '2026-11-24T03:00', night, '2026-11-24T07:00'],
  ['as they end', '2026-11-24T07:00', night, null],
  ['by day', '2026-11-24T12:30', { ...night, from: '12:00', until: '13:00' }, '2026-11-24T13:00'],
  ['by day, outside', '2026-11-24T13:00', { ...night, from: '12:00', until: '13:00' }, null],
  ['the night in which an hour is missing', '2026-03-29T01:30', night, '2026-03-29T07:00'],
  ['an end that the clocks skip', '2026-03-29T01:30', { ...night, until: '02:30' }, '2026-03-29T03:30'],
  ['a begin that the clocks skip', '2026-03-29T03:29', { ...night, from: '02:30', until: '06:00' }, null],
  ['the same, from then on', '2026-03-29T03:30', { ...night, from: '02:30', until: '06:00' }, '2026-03-29T06:00'],
  // 02:30 comes twice; the first, as Temporal has it.
  ['an end that comes twice', '2026-10-25T01:00', { ...night, until: '02:30' }, '2026-10-25T02:30'],
]
for (const [name, at, hours, end] of cases)
  test(`quiet hours: ${name}`, () => assert.deepEqual(quietUntil(berlin(at), hours), end && berlin(end)))

test('between the two 02:30 of autumn quiet hours that end at 02:30 are over', () => {
  const first = berlin('2026-10-25T02:30')
  assert.equal(quietUntil(new Date(first.getTime() + 1_800_000), { ...night, until: '02:30' }), null)
})

test('they end later, within a day and an hour, at a moment in which they do not hold', () => {
  const clock = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map(([h, m]) => `${`${h}`.padStart(2, '0')}:${`${m}`.padStart(2, '0')}`)
  const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC')
  const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(moment, clock, clock, zone, (now, from, until, timeZone) => {
      fc.pre(from !== until)
      const end = quietUntil(now, { from, until, timeZone })
      if (!end) return
      assert.ok(end > now && end.getTime() - now.getTime() <= 25 * 3_600_000)
      const said = Temporal.Instant.fromEpochMilliseconds(end.getTime()).toZonedDateTimeISO(timeZone)
      const wanted = said.toPlainDate().toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(until) })
      assert.ok(said.equals(wanted), `${said} is ${until} of its day, or what the clocks make of it`)
    }),
    { numRuns: 500 },
  )
})
