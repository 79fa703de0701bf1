import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { acme, component, fine, incident, plannedWork, slowApi } from '../../test/acme-snapshot.ts'
import { frameOf } from '../frame.ts'
import type { ComponentStatus, IncidentInfo, Snapshot } from '../snapshot.ts'
import { answers } from './answers.ts'
import { pageStatus } from './status.ts'

const get = (path: string, snapshot: Snapshot = acme()) =>
  JSON.parse(JSON.stringify(answers[path]!(frameOf(snapshot, { style: '/a.css', script: '/a.js' }))))

const time = z.iso.datetime()
const componentStatus = z.enum([
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'under_maintenance',
])
const pageField = z.strictObject({
  id: z.string(),
  name: z.string(),
  url: z.url(),
  time_zone: z.string(),
  updated_at: time,
})
const statusField = z.strictObject({
  indicator: z.enum(['none', 'minor', 'major', 'critical', 'maintenance']),
  description: z.string(),
})
const componentField = z.strictObject({
  id: z.string().regex(/^[a-z0-9]{12}$/),
  name: z.string(),
  status: componentStatus,
  created_at: time,
  updated_at: time,
  position: z.int(),
  description: z.string().nullable(),
  showcase: z.boolean(),
  start_date: z.iso.date().nullable(),
  group_id: z.string().nullable(),
  page_id: z.string(),
  group: z.boolean(),
  only_show_if_degraded: z.boolean(),
  components: z.array(z.string()).optional(),
})
const affected = z.strictObject({
  code: z.string(),
  name: z.string(),
  old_status: componentStatus,
  new_status: componentStatus,
})
const updateField = z.strictObject({
  id: z.string(),
  status: z.string(),
  body: z.string(),
  incident_id: z.string(),
  created_at: time,
  updated_at: time,
  display_at: time,
  affected_components: z.array(affected).nullable(),
  deliver_notifications: z.boolean(),
  custom_tweet: z.null(),
  tweet_id: z.null(),
})
const incidentField = z.strictObject({
  id: z.string(),
  name: z.string(),
  status: z.enum(['investigating', 'identified', 'monitoring', 'resolved']),
  created_at: time,
  updated_at: time,
  monitoring_at: time.nullable(),
  resolved_at: time.nullable(),
  impact: z.enum(['none', 'minor', 'major', 'critical']),
  shortlink: z.url(),
  started_at: time,
  page_id: z.string(),
  incident_updates: z.array(updateField),
  components: z.array(componentField),
  reminder_intervals: z.null(),
})
const maintenanceField = incidentField.extend({
  status: z.enum(['scheduled', 'in_progress', 'verifying', 'completed']),
  impact: z.literal('maintenance'),
  scheduled_for: time,
  scheduled_until: time.nullable(),
})

const incidentList = z.strictObject({ page: pageField, incidents: z.array(incidentField) })
const maintenanceList = z.strictObject({ page: pageField, scheduled_maintenances: z.array(maintenanceField) })
const shapes: Record<string, z.ZodType> = {
  'summary.json': z.strictObject({
    page: pageField,
    status: statusField,
    components: z.array(componentField),
    incidents: z.array(incidentField),
    scheduled_maintenances: z.array(maintenanceField),
  }),
  'status.json': z.strictObject({ page: pageField, status: statusField }),
  'components.json': z.strictObject({ page: pageField, components: z.array(componentField) }),
  'incidents.json': incidentList,
  'incidents/unresolved.json': incidentList,
  'scheduled-maintenances.json': maintenanceList,
  'scheduled-maintenances/upcoming.json': maintenanceList,
  'scheduled-maintenances/active.json': maintenanceList,
}

test('every answer has Statuspage’s fields, all of them and no others', () => {
  assert.deepEqual(Object.keys(shapes).sort(), Object.keys(answers).sort())
  for (const [path, shape] of Object.entries(shapes)) shape.parse(get(path))
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
