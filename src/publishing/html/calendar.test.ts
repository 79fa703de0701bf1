import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme, at, incident, pastPayments, plannedWork } from '../../test/acme-snapshot.ts'
import { documentsOf, type Edition } from '../documents.ts'
import { frameOf } from '../frame.ts'
import { calendarMonths, gridOf } from '../month-grid.ts'
import type { IncidentInfo } from '../snapshot.ts'
import { calendarPage } from './calendar.ts'

const frame = (incidents?: IncidentInfo[], timeZone = 'America/New_York') =>
  frameOf(acme({ ...(incidents && { incidents }), page: { ...acme().page, timeZone } }), {
    style: '/a.css',
    script: '/a.js',
  })
const days = (one: ReturnType<typeof frame>, month: string) =>
  gridOf(one, month)
    .filter(({ entries }) => entries.length > 0)
    .map(
      ({ day, entries }) =>
        `${day.day}: ${entries.map(({ incident: { id }, begins }) => (begins ? id : `(${id})`)).join(' ')}`,
    )

test('each day has what began on it, what goes on and what is planned', () => {
  assert.deepEqual(days(frame(), '2026-11'), ['18: payfail00000', '22: slowapi00000', '24: planned00000'])
  const long = incident('long', {
    startedAt: at('2026-10-31T12:00:00Z'),
    resolvedAt: at('2026-11-02T12:00:00Z'),
    status: 'resolved',
  })
  assert.deepEqual(days(frame([long]), '2026-11'), ['1: (long00000000)', '2: (long00000000)'])
  assert.deepEqual(days(frame([long]), '2026-10'), ['31: long00000000'])
})

test('days are those of the page’s zone, on months of every length', () => {
  const late = incident('late', {
    startedAt: at('2026-11-01T02:00:00Z'),
    resolvedAt: at('2026-11-01T03:00:00Z'),
    status: 'resolved',
  })
  assert.deepEqual([days(frame([late]), '2026-10'), days(frame([late]), '2026-11')], [['31: late00000000'], []])
  assert.deepEqual(days(frame([late], 'UTC'), '2026-11'), ['1: late00000000'])
  assert.equal(gridOf(frame(), '2028-02').length, 29)
})

test('months: those with something, and the one that is now', () => {
  const later = plannedWork({
    id: 'later0000000',
    startedAt: at('2027-02-03T07:00:00Z'),
    scheduledFor: at('2027-02-03T07:00:00Z'),
  })
  assert.deepEqual(calendarMonths(frame([later, pastPayments({ startedAt: at('2026-03-01T12:00:00Z') })])), [
    '2027-02',
    '2026-11',
    '2026-03',
  ])
  assert.deepEqual(calendarMonths(frame([])), ['2026-11'])
})

test('a table of weeks that begins on Monday, with shape, word and time', () => {
  const page = calendarPage(frame(), { month: '2026-11', newer: null, older: '2026-08' })
  assert.match(page, /<th scope="col"><abbr title="Monday">Mon<\/abbr><\/th>/)
  assert.equal(page.match(/<td/g)?.length, 42)
  assert.equal(page.match(/<td class="none">/g)?.length, 12)
  assert.match(page, /aria-current="date"[^>]*>.*?datetime="2026-11-22"/)
  assert.match(page, /class="state maintenance"><svg[\s\S]*?Planned<\/span> <a href="\/incidents\/planned00000">/)
  assert.match(page, /href="\/calendar\/2026-08"/)
})

test('documents: the month that is now changes with the day, past ones with what is in them, lost ones are kept', () => {
  const edition: Edition = { assets: { style: '/a.css', script: '/a.js' }, files: [], edition: 'one' }
  const found = (snapshot: ReturnType<typeof acme>) =>
    new Map(
      documentsOf(snapshot, edition).flatMap((one) => (one.path.startsWith('/calendar') ? [[one.path, one]] : [])),
    )
  const old = pastPayments({
    id: 'old000000000',
    startedAt: at('2026-03-01T12:00:00Z'),
    resolvedAt: at('2026-03-01T13:00:00Z'),
  })
  const before = found(acme({ incidents: [old] }))
  const after = found(acme({ incidents: [old], version: 8, publishedAt: at('2026-11-23T15:45:00Z') }))
  assert.notEqual(before.get('/calendar')?.fingerprint, after.get('/calendar')?.fingerprint)
  assert.equal(before.get('/calendar/2026-03')?.fingerprint, after.get('/calendar/2026-03')?.fingerprint)
  const lost = found(acme({ incidents: [], history: [{ month: '2026-03', incidents: ['old000000000'] }] }))
  assert.equal(lost.get('/calendar/2026-03')?.render, null)
})
