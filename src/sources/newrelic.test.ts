import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newrelic } from './newrelic.ts'
import { received, receivedAlert, sampleWith } from './received.cases.ts'

test('a workflow: an issue is activated', async () => {
  assert.deepEqual(await receivedAlert(newrelic, newrelic.sample.body), {
    key: 'd1b1f3fd-995a-4066-88ab-8ce4f6960654',
    occurrence: '2026-03-01T09:30:00.000Z',
    state: 'firing',
    severity: 'warning',
    title: "API latency > 2 s for at least 5 minutes on 'api-us'",
    summary: null,
    labels: { policy: 'API', condition: 'API latency', entity: 'api-us', workflow: 'Upfront' },
    url: 'https://radar-api.service.newrelic.com/accounts/1/issues/d1b1f3fd?notifier=WEBHOOK',
    startedAt: new Date('2026-03-01T09:30:00Z'),
    endedAt: null,
  })
})

test('its states: one firing however often it is told, and the recovery of the same', async () => {
  const is = async (fields: Record<string, unknown>) => receivedAlert(newrelic, sampleWith(newrelic, fields))
  const [created, activated] = [await is({ state: 'CREATED' }), await is({ updatedAt: 1772358000000 })]
  assert.deepEqual([created.state, created.occurrence], [activated.state, activated.occurrence])
  const closed = await is({ state: 'CLOSED', updatedAt: 1772358000000 })
  assert.deepEqual([closed.state, closed.key, closed.occurrence], ['resolved', created.key, created.occurrence])
  assert.deepEqual(closed.endedAt, new Date(1772358000000))
  assert.deepEqual((await is({ state: 'CLOSED', closedAt: 1772357900000 })).endedAt, new Date(1772357900000))
  assert.equal((await is({ trigger: 'ACKNOWLEDGED' })).state, 'other')
  assert.equal((await is({ state: 'ACKNOWLEDGED' })).state, 'other')
})

test('priorities become severities', async () => {
  const of = async (priority: unknown) => (await receivedAlert(newrelic, sampleWith(newrelic, { priority }))).severity
  assert.deepEqual(await Promise.all(['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', null, 7].map(of)), [
    'critical',
    'warning',
    'warning',
    'info',
    null,
    null,
  ])
})

test('a template that customers have edited: lists, nulls and variables left as they stand', async () => {
  const one = await receivedAlert(
    newrelic,
    sampleWith(newrelic, {
      title: ['First', 'second'],
      impactedEntities: null,
      issueUrl: '',
      alertPolicyNames: 'API',
      createdAt: '{{ json createdAt }}',
    }),
  )
  assert.deepEqual([one.title, one.url, one.labels.policy, one.occurrence], ['First', null, 'API', null])
  assert.equal((await receivedAlert(newrelic, { id: 'i', state: 'CREATED', title: '{{ json title }}' })).title, 'i')
})

const legacy = {
  version: '1.0',
  account_id: 1147177,
  account_name: 'Acme',
  condition_family_id: 22250835,
  condition_id: 22250835,
  condition_name: 'Errors on the web app',
  current_state: 'open',
  details: "Error percentage > 2% for at least 5 minutes on 'web'",
  duration: 99,
  event_type: 'INCIDENT',
  incident_id: 348945230,
  incident_url: 'https://alerts.newrelic.com/accounts/1147177/incidents/348945230',
  policy_name: 'Web',
  severity: 'CRITICAL',
  targets: [
    {
      id: '9',
      name: 'web',
      link: 'https://rpm.newrelic.com/9',
      product: 'APM',
      type: 'Application',
      labels: { region: 'us' },
    },
  ],
  timestamp: 1772357400000,
}

test('the older alert channel', async () => {
  const open = await receivedAlert(newrelic, legacy)
  assert.deepEqual([open.key, open.state, open.severity], ['348945230', 'firing', 'critical'])
  assert.equal(open.title, legacy.details)
  assert.equal(open.url, legacy.incident_url)
  assert.deepEqual(open.labels, {
    region: 'us',
    policy: 'Web',
    condition: 'Errors on the web app',
    entity: 'web',
    account: 'Acme',
  })
  const closed = await receivedAlert(newrelic, { ...legacy, current_state: 'closed', timestamp: 1772357999000 })
  assert.deepEqual([closed.key, closed.state, closed.endedAt], [open.key, 'resolved', new Date(1772357999000)])
  assert.equal((await receivedAlert(newrelic, { ...legacy, current_state: 'acknowledged' })).state, 'other')
  assert.equal(
    (await receivedAlert(newrelic, { ...legacy, current_state: 'test', incident_id: 0, targets: null })).state,
    'other',
  )
})

test('the older channel as a form', async () => {
  const form = new URLSearchParams({
    incident_id: '348945230',
    current_state: 'open',
    details: 'Slow',
    severity: 'WARNING',
  })
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const one = await receivedAlert(newrelic, form.toString(), { headers })
  assert.deepEqual([one.key, one.title, one.severity], ['348945230', 'Slow', 'warning'])
})

test('what is missing is named by its place', async () => {
  const problem = (fields: Record<string, unknown>) =>
    received(newrelic, sampleWith(newrelic, fields)).then(
      () => '',
      ({ problems }) => problems[0].pointer,
    )
  assert.equal(await problem({ id: null }), '/id')
  assert.equal(await problem({ state: 'SMOKING' }), '/state')
  assert.equal(await problem({ state: null, current_state: '$EVENT_STATE' }), '/state')
})
