import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme, at, incident, plannedWork } from '../test/acme-snapshot.ts'
import { byDay, pastDays } from './days.ts'
import { frameOf } from './frame.ts'
import type { IncidentInfo } from './snapshot.ts'

const assets = { style: '/a.css', script: '/a.js' }
const days = (incidents: IncidentInfo[]) =>
  pastDays(frameOf(acme({ incidents }), assets), 14).map((day) =>
    'quiet' in day
      ? `${day.quiet.from} to ${day.quiet.to}: quiet`
      : `${day.day}: ${[...day.incidents.map((one) => one.title), ...day.continued.map((one) => `(${one.title})`)].join(', ')}`,
  )

test('quiet days share a line, and nothing at all is one line', () => {
  assert.deepEqual(days([]), ['2026-11-09 to 2026-11-22: quiet'])
  assert.deepEqual(days([plannedWork()]), ['2026-11-09 to 2026-11-22: quiet'])
})

test('days are the page’s: 04:30 UTC is still the evening before in New York', () => {
  const late = incident('late', { startedAt: at('2026-11-20T04:30:00Z'), resolvedAt: at('2026-11-20T04:50:00Z') })
  assert.deepEqual(days([late]), [
    '2026-11-20 to 2026-11-22: quiet',
    '2026-11-19: late',
    '2026-11-09 to 2026-11-18: quiet',
  ])
})

test('no day of a long incident is called quiet, and one from before the list is on its first day', () => {
  const long = incident('long', { startedAt: at('2026-11-01T12:00:00Z'), resolvedAt: at('2026-11-10T12:00:00Z') })
  const open = incident('open', { startedAt: at('2026-11-21T12:00:00Z') })
  assert.deepEqual(days([open, long]), [
    '2026-11-22: (open)',
    '2026-11-21: open',
    '2026-11-11 to 2026-11-20: quiet',
    '2026-11-10: (long)',
    '2026-11-09: long',
  ])
})

test('a month is listed by the days on which something began', () => {
  const one = incident('one', { startedAt: at('2026-11-02T12:00:00Z') })
  const two = incident('two', { startedAt: at('2026-11-20T12:00:00Z') })
  const listed = byDay(frameOf(acme(), assets), [one, two])
  assert.deepEqual(
    listed.map(({ day }) => String(day)),
    ['2026-11-20', '2026-11-02'],
  )
})
