import assert from 'node:assert/strict'
import { test } from 'node:test'
import { datadog } from './datadog.ts'
import { received, receivedAlert, sampleWith } from './received.cases.ts'

const is = (fields: Record<string, unknown>) => receivedAlert(datadog, sampleWith(datadog, fields))

test('the recommended payload: triggered and recovered', async () => {
  const triggered = await is({})
  assert.deepEqual(triggered, {
    key: '1284553 region:us,service:api',
    occurrence: '3171908512045391834 alert',
    state: 'firing',
    severity: 'error',
    title: 'API latency is high',
    summary: 'The 95th percentile is above 2 s.',
    labels: { region: 'us', service: 'api', team: 'platform', hostname: 'web-1' },
    url: 'https://app.datadoghq.com/monitors/1284553?group=region:us',
    startedAt: new Date('2026-03-01T09:30:00Z'),
    endedAt: null,
  })
  const title = '[Recovered on {region:us,service:api}] API latency is high'
  const recovered = await is({ alert_transition: 'Recovered', title, alert_type: 'success', date: 1772358000000 })
  assert.deepEqual([recovered.key, recovered.state, recovered.title], [triggered.key, 'resolved', triggered.title])
  assert.deepEqual(recovered.endedAt, new Date(1772358000000))
})

test('told again it is the same occurrence; a warning that becomes an alert is another', async () => {
  const [first, again, warn, rewarn] = await Promise.all([
    is({}),
    is({ alert_transition: 'Re-Triggered', date: '1772359000000' }),
    is({ alert_transition: 'Warn' }),
    is({ alert_transition: 'Re-Warn' }),
  ])
  assert.equal(first.occurrence, again.occurrence)
  assert.equal(warn.occurrence, rewarn.occurrence)
  assert.notEqual(first.occurrence, warn.occurrence)
  assert.deepEqual([warn.state, warn.severity, warn.key], ['firing', 'warning', first.key])
  assert.equal((await is({ alert_transition: 'No Data' })).state, 'firing')
})

test('groups of one monitor are alerts of their own', async () => {
  assert.notEqual((await is({ alert_scope: 'region:eu' })).key, (await is({})).key)
})

test("the tile's own payload, which has no transition and no id of the monitor", async () => {
  const tile = (title: string, id: string) => ({
    id,
    title,
    body: '%%%\nMemory is short on web-1\n%%%',
    last_updated: '1772357400000',
    event_type: 'query_alert_monitor',
    date: '1772357400000',
    org: { id: '11', name: 'Acme' },
  })
  const triggered = await receivedAlert(datadog, tile('[Triggered on {host:web-1}] Memory', '1'))
  const recovered = await receivedAlert(datadog, tile('[Recovered on {host:web-1}] Memory', '2'))
  assert.deepEqual([triggered.state, recovered.state], ['firing', 'resolved'])
  assert.equal(triggered.key, recovered.key)
  assert.deepEqual([triggered.title, triggered.summary], ['Memory', 'Memory is short on web-1'])
  assert.deepEqual(triggered.labels, { host: 'web-1' })
})

test('other spellings of the names, numbers for texts, variables left as they stand', async () => {
  const odd = {
    ALERT_ID: 1284553,
    alertTransition: 'triggered',
    alertScope: '$ALERT_SCOPE',
    EVENT_TITLE: '$EVENT_TITLE',
    date: '$DATE',
  }
  const one = await receivedAlert(datadog, odd)
  assert.deepEqual([one.key, one.state, one.title, one.occurrence], ['1284553', 'firing', '1284553', null])
})

test('a test from the monitor editor is neither firing nor recovery', async () => {
  assert.equal((await is({ title: '[TEST] [Triggered] API latency is high' })).state, 'other')
})

test('what is missing is named by its place', async () => {
  const problem = (body: unknown) =>
    received(datadog, body).then(
      () => '',
      ({ problems }) => problems[0],
    )
  assert.equal((await problem({ alert_id: '1' })).pointer, '/alert_transition')
  assert.match((await problem({ alert_transition: 'constructor' })).detail, /triggered.*found "constructor"/)
  assert.equal((await problem({ alert_transition: 'Triggered' })).pointer, '/alert_id')
})
