import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  acme,
  acmeComponents,
  at,
  component,
  fine,
  idOf,
  incident,
  plannedWork,
  slowApi,
} from '../test/acme-snapshot.ts'
import { frameOf } from './frame.ts'
import { sentenceOf } from './sentence.ts'
import type { Snapshot } from './snapshot.ts'

const said = (snapshot: Snapshot) => {
  const { text, more } = sentenceOf(frameOf(snapshot, { style: '', script: '' }))
  return [text, more].filter(Boolean).join(' ')
}

test('one part in trouble: what, since when, and when we say more', () => {
  assert.equal(
    said(acme()),
    'API · US has been slower or less reliable than usual since 10:42 EST. Next update by 11:15 EST.',
  )
})

test('nothing wrong, and nothing to be wrong', () => {
  assert.equal(said(fine()), 'Everything is working.')
  assert.equal(said(acme({ components: [], incidents: [] })), 'No problems are reported.')
})

test('a plural name is spoken of in the plural, with the milder trouble after it', () => {
  const [web, api, payments] = acmeComponents('degraded_performance')
  const components = [web!, api!, { ...payments!, status: 'partial_outage' as const }]
  assert.equal(
    said(acme({ components, incidents: [] })),
    'Card payments are failing for some customers. API · US is slower or less reliable than usual.',
  )
})

test('a whole branch in one state is named once, a redundant group hides its lost part', () => {
  const down = (key: string, name: string) => component(key, name, { status: 'major_outage' })
  const group = component('dns', 'Resolver', {
    status: 'major_outage',
    children: [down('a', 'North'), down('b', 'South')],
  })
  assert.equal(said(acme({ components: [group], incidents: [] })), 'Resolver is down.')
  assert.equal(
    said(acme({ components: [{ ...group, status: 'operational' }], incidents: [] })),
    'Everything is working.',
  )
  const half = component('dns', 'Resolver', {
    status: 'major_outage',
    children: [down('a', 'North'), component('b', 'South')],
  })
  assert.equal(said(acme({ components: [half], incidents: [] })), 'Resolver · North is down.')
})

test('many parts are counted, not listed', () => {
  const components = ['One', 'Two', 'Three', 'Four', 'Five'].map((name) =>
    component(name, name, { status: 'major_outage' }),
  )
  assert.equal(said(acme({ components, incidents: [] })), 'One, Two and 3 more are down.')
})

test('an incident on no component speaks by its phase, and outweighs planned work', () => {
  const fault = incident('login', { impact: 'minor', status: 'monitoring' })
  assert.equal(
    said(acme({ components: acmeComponents('operational'), incidents: [fault] })),
    'A fix is in place, and we are watching it.',
  )
  const components = [component('web', 'Web app', { status: 'under_maintenance' })]
  assert.equal(
    said(acme({ components, incidents: [{ ...fault, status: 'investigating' }] })),
    'We are looking into a problem. Web app is under maintenance.',
  )
})

test('planned work under way says until when; work only planned and notices say nothing', () => {
  const components = [component('web', 'Web app', { status: 'under_maintenance' })]
  const work = plannedWork({
    status: 'in_progress',
    scheduledUntil: at('2026-11-22T18:00:00Z'),
    components: [{ id: idOf('web'), name: 'Web app', status: 'under_maintenance' }],
  })
  assert.equal(said(acme({ components, incidents: [work] })), 'Web app is under maintenance until 13:00 EST.')
  const notice = incident('notice', { kind: 'notice', status: 'posted' })
  assert.equal(
    said(acme({ components: acmeComponents('operational'), incidents: [plannedWork(), notice] })),
    'Everything is working.',
  )
})

test('a promise that has passed is not repeated, an older beginning names its day', () => {
  const late = slowApi({ startedAt: at('2026-11-21T03:00:00Z'), nextUpdateAt: at('2026-11-22T15:00:00Z') })
  assert.equal(
    said(acme({ incidents: [late] })),
    'API · US has been slower or less reliable than usual since 20 November, 22:00 EST.',
  )
})
