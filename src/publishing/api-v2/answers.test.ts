import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme, component, fine, incident, plannedWork, slowApi } from '../../test/acme-snapshot.ts'
import { documentedShapes } from '../../test/documented-shapes.ts'
import { frameOf } from '../frame.ts'
import type { ComponentStatus, IncidentInfo, Snapshot } from '../snapshot.ts'
import { answers } from './answers.ts'
import { pageStatus } from './status.ts'

const get = (path: string, snapshot: Snapshot = acme()) =>
  JSON.parse(JSON.stringify(answers[path]!(frameOf(snapshot, { style: '/a.css', script: '/a.js' }))))

test('every answer has Statuspage’s fields, all of them and no others', () => {
  const shapes = documentedShapes()
  assert.deepEqual(Object.keys(shapes).sort(), Object.keys(answers).sort())
  for (const [path, shape] of Object.entries(shapes))
    for (const snapshot of [acme(), fine(), acme({ components: [], incidents: [] })]) shape.parse(get(path, snapshot))
})

test('the shapes of the manual refuse what is missing, unknown or of another kind', () => {
  const shape = documentedShapes()['summary.json']!
  const [summary, { components }] = [get('summary.json'), get('summary.json')]
  for (const wrong of [
    { ...summary, impact_override: null },
    { ...summary, page: { ...summary.page, time_zone: undefined } },
    { ...summary, page: { ...summary.page, updated_at: '2026-11-22T15:45:00Z' } },
    { ...summary, components: [{ ...components[0], status: 'slow' }] },
    { ...summary, incidents: [{ ...summary.incidents[0], incident_updates: [{}] }] },
    { ...summary, incidents: [{ ...summary.incidents[0], impact_override: null }] },
  ])
    assert.equal(shape.safeParse(wrong).success, false)
})

test('groups name their parts, parts their group, at any depth', () => {
  const deep = component('a', 'A', { children: [component('b', 'B', { children: [component('c', 'C')] })] })
  const parts = get('components.json', acme({ components: [deep] })).components
  assert.deepEqual(
    parts.map((one: Record<string, unknown>) => [one.name, one.group, one.group_id, one.components]),
    [
      ['A', true, null, ['b00000000000']],
      ['B', true, 'a00000000000', ['c00000000000']],
      ['C', false, 'b00000000000', undefined],
    ],
  )
})

test('each list holds what it says, and notices nowhere', () => {
  const running = plannedWork({ id: 'running00000', status: 'in_progress' })
  const done = plannedWork({ id: 'done00000000', status: 'completed' })
  const notice = incident('notice', { kind: 'notice', status: 'posted' })
  const snapshot = acme({ incidents: [slowApi(), plannedWork(), running, done, notice, ...acme().incidents.slice(2)] })
  const ids = (path: string, list: string) => get(path, snapshot)[list].map((one: IncidentInfo) => one.id)
  assert.deepEqual(ids('incidents.json', 'incidents'), ['slowapi00000', 'payfail00000'])
  assert.deepEqual(ids('incidents/unresolved.json', 'incidents'), ['slowapi00000'])
  assert.deepEqual(ids('summary.json', 'scheduled_maintenances'), ['planned00000', 'running00000'])
  assert.deepEqual(ids('scheduled-maintenances/upcoming.json', 'scheduled_maintenances'), ['planned00000'])
  assert.deepEqual(ids('scheduled-maintenances/active.json', 'scheduled_maintenances'), ['running00000'])
  assert.equal(ids('scheduled-maintenances.json', 'scheduled_maintenances').length, 3)
})

test('lists end at fifty', () => {
  const many = Array.from({ length: 60 }, (_, i) => incident(`n${i}`, {}))
  assert.equal(get('incidents.json', acme({ incidents: many })).incidents.length, 50)
})

test('Statuspage’s phrases for all, some and none', () => {
  const page = (...statuses: ComponentStatus[]) =>
    pageStatus(
      acme({ incidents: [], components: statuses.map((status, i) => component(`c${i}`, `C${i}`, { status })) }),
    )
  assert.deepEqual(page('operational'), { indicator: 'none', description: 'All Systems Operational' })
  assert.deepEqual(page('major_outage', 'major_outage'), { indicator: 'critical', description: 'Major System Outage' })
  assert.deepEqual(page('major_outage', 'operational'), { indicator: 'major', description: 'Partial System Outage' })
  assert.deepEqual(page('partial_outage'), { indicator: 'major', description: 'Partial System Outage' })
  assert.deepEqual(page('partial_outage', 'degraded_performance'), {
    indicator: 'minor',
    description: 'Minor Service Outage',
  })
  assert.deepEqual(page('degraded_performance'), { indicator: 'minor', description: 'Degraded System Service' })
  assert.deepEqual(page('degraded_performance', 'operational').description, 'Partially Degraded Service')
  assert.deepEqual(page('under_maintenance', 'operational'), {
    indicator: 'maintenance',
    description: 'Service Under Maintenance',
  })
  const open = (impact: IncidentInfo['impact']) => pageStatus({ ...fine(), incidents: [slowApi({ impact })] }).indicator
  assert.deepEqual((['none', 'minor', 'major', 'critical'] as const).map(open), ['none', 'minor', 'major', 'critical'])
})

test('bodies are text, a withdrawn one says so', () => {
  const [past] = get('incidents.json').incidents.slice(1)
  assert.match(past.incident_updates[1].body, /^This update was withdrawn .* It named the wrong bank\.$/)
  assert.match(get('incidents.json').incidents[0].incident_updates[1].body, /and your data is safe\.$/)
})
