import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { acme, at, incident, pastPayments, plannedWork, slowApi } from '../../test/acme-snapshot.ts'
import { anyText } from '../../test/any-text.ts'
import { attacks, hostile } from '../../test/hostile-snapshot.ts'
import { readCalendar } from '../../test/strict-calendar.ts'
import { frameOf } from '../frame.ts'
import type { IncidentInfo, Snapshot } from '../snapshot.ts'
import { fullCalendar, plannedCalendar } from './calendar.ts'
import { property, text } from './ical.ts'

const frame = (snapshot: Snapshot = acme()) => frameOf(snapshot, { style: '/a.css', script: '/a.js' })
const planned = (...incidents: IncidentInfo[]) => readCalendar(plannedCalendar(frame(acme({ incidents })))).events

test('planned work is an event with its times, its text and its address', () => {
  assert.deepEqual(readCalendar(plannedCalendar(frame())).events, [
    {
      uid: 'planned00000@pageacme0001',
      start: '2026-11-24T07:00:00.000Z',
      end: '2026-11-24T08:30:00.000Z',
      summary: 'Acme Cloud: Database upgrade for Card payments',
      description:
        'Scheduled. Card payments may pause for up to two minutes. A payment that pauses is taken afterwards, once.\n\nAffects: Card payments\n\nhttp://status.acme.example/incidents/planned00000',
      status: 'CONFIRMED',
      sequence: 0,
      url: 'http://status.acme.example/incidents/planned00000',
    },
  ])
})

test('each change raises SEQUENCE and leaves UID as it is; the same state is the same file', () => {
  const moved = plannedWork({
    updatedAt: at('2026-11-20T12:30:00Z'),
    scheduledFor: at('2026-11-25T07:00:00Z'),
    scheduledUntil: null,
  })
  const [before, after] = [planned(plannedWork())[0]!, planned(moved)[0]!]
  assert.deepEqual([after.uid, after.start, after.end], [before.uid, '2026-11-25T07:00:00.000Z', null])
  assert.ok(after.sequence > before.sequence)
  const later = acme({ version: 9, publishedAt: at('2026-11-22T18:00:00Z') })
  assert.equal(plannedCalendar(frame(later)), plannedCalendar(frame()))
})

test('work that was called off is cancelled, work that ended early ends when it did', () => {
  const off = plannedWork({ status: 'completed', resolvedAt: at('2026-11-23T00:00:00Z') })
  assert.deepEqual(
    planned(off).map(({ status, end }) => [status, end]),
    [['CANCELLED', '2026-11-24T08:30:00.000Z']],
  )
  const early = planned(plannedWork({ status: 'completed', resolvedAt: at('2026-11-24T07:20:00Z') }))[0]!
  assert.deepEqual([early.status, early.end], ['CONFIRMED', '2026-11-24T07:20:00.000Z'])
  const [post] = plannedWork().updates
  const unsaid = plannedWork({
    updates: [{ ...post!, body: '', withdrawn: { at: at('2026-11-22T00:00:00Z'), reason: '' } }],
  })
  assert.equal(planned(unsaid)[0]!.status, 'CANCELLED')
})

test('incidents are in the other calendar, notices and what is long over in none', () => {
  const notice = incident('notice', { kind: 'notice', status: 'posted' })
  const old = plannedWork({
    id: 'old000000000',
    scheduledFor: at('2026-01-01T00:00:00Z'),
    resolvedAt: at('2026-01-02T00:00:00Z'),
  })
  const all = frame(acme({ incidents: [slowApi(), plannedWork(), pastPayments(), notice, old] }))
  const ids = (file: string) => readCalendar(file).events.map(({ uid }) => uid.slice(0, 7))
  assert.deepEqual(ids(plannedCalendar(all)), ['planned'])
  assert.deepEqual(ids(fullCalendar(all)), ['slowapi', 'planned', 'payfail'])
})

test('a page on which nothing is planned has a calendar that is valid and empty', () => {
  assert.deepEqual(planned(), [])
})

test('whatever is written, the file is one that a strict parser takes, and says what was written', () => {
  for (const attack of attacks) readCalendar(fullCalendar(frame(hostile(attack))))
  fc.assert(
    fc.property(anyText({ maxLength: 300 }), (title) => {
      const [event] = planned(plannedWork({ title }))
      const kept = title.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      assert.equal(event!.summary, `Acme Cloud: ${kept}`)
    }),
    { numRuns: 200 },
  )
})

test('lines fold at 75 octets, between characters', () => {
  const lines = property('SUMMARY', text('ü😀,'.repeat(40))).split('\r\n')
  assert.ok(lines.length > 3)
  for (const line of lines) assert.ok(Buffer.byteLength(line) <= 75 && line.isWellFormed())
  assert.ok(lines.slice(0, -1).every((line) => Buffer.byteLength(line) > 70))
})

test('the parser of these tests is strict', () => {
  const good = plannedCalendar(frame())
  readCalendar(good)
  for (const bad of [
    good.replaceAll('\r\n', '\n'),
    good.replace('UID:', 'UIX:'),
    good.replace(/DTEND:\d+/, 'DTEND:20200101'),
    good.replace('STATUS:CONFIRMED', 'STATUS:COMPLETED'),
    good.replace('END:VEVENT\r\n', ''),
    good.replace('SUMMARY:', `SUMMARY:${'x'.repeat(70)}`),
    good.replace('SUMMARY:', 'SUMMARY:a;b'),
  ])
    assert.throws(() => readCalendar(bad))
})
