import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alertmanager } from './alertmanager.ts'
import { received, receivedAlert } from './received.cases.ts'

const firing = JSON.parse(alertmanager.sample.body)
const [alert] = firing.alerts
const group = (...alerts: unknown[]) => ({ ...firing, alerts })

test('a firing alert', async () => {
  assert.deepEqual(await receivedAlert(alertmanager, firing), {
    key: '1f3c5a7b9d0e2f46',
    occurrence: '2026-03-01T09:30:00.123Z',
    state: 'firing',
    severity: 'warning',
    title: 'High latency on the API in the US',
    summary: 'p99 is above 2 s for 5 minutes.',
    labels: { alertname: 'HighLatency', service: 'api', region: 'us', severity: 'warning' },
    url: 'https://prometheus.acme.example/graph?g0.expr=latency',
    startedAt: new Date('2026-03-01T09:30:00.123Z'),
    endedAt: null,
  })
})

test('its recovery has the same key and occurrence, and an end', async () => {
  const over = { ...alert, status: 'resolved', endsAt: '2026-03-01T09:41:00Z' }
  const resolved = await receivedAlert(alertmanager, { ...group(over), status: 'resolved' })
  assert.equal(resolved.state, 'resolved')
  assert.equal(resolved.key, alert.fingerprint)
  assert.equal(resolved.occurrence, '2026-03-01T09:30:00.123Z')
  assert.deepEqual(resolved.endedAt, new Date('2026-03-01T09:41:00Z'))
})

test('each alert of a group has its own state; the group lends its own only where one has none', async () => {
  const { status: _, ...stateless } = alert
  const over = { ...alert, status: 'resolved', fingerprint: 'b' }
  const { alerts } = await received(alertmanager, group(alert, over, { ...stateless, fingerprint: 'c' }))
  assert.deepEqual(
    alerts.map(({ state }) => state),
    ['firing', 'resolved', 'firing'],
  )
  const stale = await receivedAlert(alertmanager, { ...firing, status: 'resolved' })
  assert.equal(stale.state, 'firing')
})

test('the year 1 is no end, also on a recovery', async () => {
  assert.equal((await receivedAlert(alertmanager, group({ ...alert, status: 'resolved' }))).endedAt, null)
})

test('without a fingerprint the label set is the key, in any order', async () => {
  const { fingerprint: _, ...rest } = alert
  const one = await receivedAlert(alertmanager, group({ ...rest, labels: { b: '1', a: '2' } }))
  const two = await receivedAlert(alertmanager, group({ ...rest, labels: { a: '2', b: '1' } }))
  assert.equal(one.key, '{a="2",b="1"}')
  assert.equal(one.key, two.key)
})

test('without annotations the name is the title, and without a name the key', async () => {
  const { annotations: _, ...bare } = alert
  assert.equal((await receivedAlert(alertmanager, group(bare))).title, 'HighLatency')
  assert.equal((await receivedAlert(alertmanager, group({ ...bare, labels: null }))).title, alert.fingerprint)
})

test('a group without alerts is understood', async () => {
  assert.deepEqual(await received(alertmanager, group()), { alerts: [], note: 'The group has no alerts in it.' })
})

test('what is missing is named by its place', async () => {
  const problem = (body: unknown) =>
    received(alertmanager, body).then(
      () => '',
      ({ problems }) => problems[0].pointer,
    )
  assert.equal(await problem({}), '/alerts')
  assert.equal(await problem({ alerts: null }), '/alerts')
  assert.equal(await problem(group(alert, 5)), '/alerts/1')
  assert.equal(await problem(group({ ...alert, status: 'burning' })), '/alerts/0/status')
  assert.equal(await problem(group({ status: 'firing' })), '/alerts/0/fingerprint')
})

test('a body that curl calls a form is read as the JSON it is', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  assert.equal((await receivedAlert(alertmanager, firing, { headers })).key, alert.fingerprint)
})
