import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme, at, idOf, incident, pastPayments, plannedWork, slowApi, update } from '../test/acme-snapshot.ts'
import { bandsOf } from './bands.ts'
import { frameOf } from './frame.ts'
import { incidentPage } from './html/incident.ts'
import type { ComponentStatus } from './snapshot.ts'

const now = at('2026-11-22T15:45:00Z')
const change = (from: ComponentStatus, to: ComponentStatus, key = 'api-us') => ({ id: idOf(key), name: key, from, to })
const told = (one: Parameters<typeof bandsOf>[1]) =>
  bandsOf({ now }, one).map(({ name, stretches }) => [
    name,
    ...stretches.map(
      ({ from, to, status }) => `${from.toISOString().slice(11, 16)}-${to.toISOString().slice(11, 16)} ${status}`,
    ),
  ])

test('what each component showed, from the changes that the posts made', () => {
  const one = incident('long', {
    startedAt: at('2026-11-22T10:00:00Z'),
    resolvedAt: at('2026-11-22T13:00:00Z'),
    status: 'resolved',
    updates: [
      update('c', 'resolved', '', {
        displayAt: at('2026-11-22T13:00:00Z'),
        affected: [change('degraded_performance', 'operational')],
      }),
      update('b', 'monitoring', '', {
        displayAt: at('2026-11-22T12:00:00Z'),
        affected: [change('major_outage', 'degraded_performance'), change('partial_outage', 'operational', 'api-eu')],
      }),
      update('a', 'investigating', '', {
        displayAt: at('2026-11-22T10:30:00Z'),
        affected: [change('operational', 'major_outage'), change('operational', 'partial_outage', 'api-eu')],
      }),
    ],
  })
  assert.deepEqual(told(one), [
    ['api-us', '10:00-10:30 operational', '10:30-12:00 major_outage', '12:00-13:00 degraded_performance'],
    ['api-eu', '10:00-10:30 operational', '10:30-12:00 partial_outage', '12:00-13:00 operational'],
  ])
})

test('until now while it is open; in whole where no post changed anything; never for what is ahead', () => {
  assert.deepEqual(told(slowApi()), [['API · US', '15:42-15:42 operational', '15:42-15:45 degraded_performance']])
  assert.deepEqual(told(pastPayments()), [['Card payments', '20:00-20:48 partial_outage']])
  assert.deepEqual(told(plannedWork()), [])
  assert.deepEqual(told(slowApi({ resolvedAt: slowApi().startedAt })), [])
  assert.deepEqual(told(slowApi({ startedAt: at('2026-11-22T15:44:30Z') })), [])
})

test('what is said within the second in which it began was so from its beginning', () => {
  const startedAt = at('2026-11-22T15:40:07.100Z')
  const post = slowApi().updates.at(-1)
  const updates = [{ ...post!, displayAt: at('2026-11-22T15:40:07.140Z') }]
  assert.deepEqual(told(slowApi({ startedAt, updates })), [['API · US', '15:40-15:45 degraded_performance']])
})

test('of what is open nothing is said to have ended', () => {
  const page = incidentPage(frameOf(acme(), { style: '/a.css', script: '/a.js' }), slowApi())
  const [section = ''] = /<section aria-labelledby="affected">[\s\S]*?<\/section>/.exec(page) ?? []
  assert.equal(section.match(/Identified, not over yet/g)?.length, 2)
})

test('the page has them drawn and as a table', () => {
  const page = incidentPage(frameOf(acme(), { style: '/a.css', script: '/a.js' }), pastPayments())
  assert.match(page, /<h2 id="affected">Affected over time<\/h2>/)
  assert.match(
    page,
    /<svg class="band"[^>]*aria-hidden="true"[^>]*><path class="partial" d="M0 7h1000v17h-1000z"\/><\/svg>/,
  )
  assert.match(page, /<th scope="col">Component<\/th>[\s\S]*Card payments[\s\S]*Partial outage[\s\S]*48 minutes/)
  assert.match(page, /<del><span class="sr"> removed: <\/span>A few were /)
})
