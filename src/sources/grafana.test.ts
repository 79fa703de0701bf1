import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grafana } from './grafana.ts'
import { received, receivedAlert } from './received.cases.ts'

const firing = JSON.parse(grafana.sample.body)
const [alert] = firing.alerts

test('unified alerting: the rule is the title, its annotation the summary', async () => {
  const one = await receivedAlert(grafana, firing)
  assert.equal(one.key, 'c6eadffa33fcdf37')
  assert.equal(one.title, 'API latency above 2 s')
  assert.equal(one.summary, 'Requests in the US take 2.4 s')
  assert.equal(one.severity, 'critical')
  assert.equal(one.url, 'https://grafana.acme.example/alerting/grafana/fdz1/view?orgId=1')
  const over = { ...alert, status: 'resolved', endsAt: '2026-03-01T09:45:00Z' }
  const resolved = await receivedAlert(grafana, { ...firing, status: 'resolved', state: 'ok', alerts: [over] })
  assert.deepEqual([resolved.state, resolved.key, resolved.occurrence], ['resolved', one.key, one.occurrence])
  assert.deepEqual(resolved.endedAt, new Date('2026-03-01T09:45:00Z'))
})

test('missing data names the rule that misses it', async () => {
  const labels = { alertname: 'DatasourceNoData', rulename: 'API latency above 2 s' }
  assert.equal(
    (await receivedAlert(grafana, { ...firing, alerts: [{ ...alert, labels }] })).title,
    'API latency above 2 s',
  )
})

test('an empty generatorURL gives way to the panel, then to nothing', async () => {
  const panel = { ...alert, generatorURL: '', panelURL: 'https://grafana.acme.example/d/1?viewPanel=2' }
  assert.equal((await receivedAlert(grafana, { ...firing, alerts: [panel] })).url, panel.panelURL)
  assert.equal(
    (await receivedAlert(grafana, { ...firing, alerts: [{ ...alert, generatorURL: 'javascript:alert(1)' }] })).url,
    null,
  )
})

const legacy = {
  dashboardId: 1,
  evalMatches: [{ value: 2.4, metric: 'latency', tags: { region: 'us' } }],
  message: 'Requests are slow',
  orgId: 1,
  panelId: 2,
  ruleId: 17,
  ruleName: 'API latency',
  ruleUrl: 'http://grafana.acme.example/d/hZ7BuVbWz/test?tab=alert&viewPanel=2&orgId=1',
  state: 'alerting',
  tags: { service: 'api' },
  title: '[Alerting] API latency',
}

test('legacy alerting', async () => {
  assert.deepEqual(await receivedAlert(grafana, legacy), {
    key: '17',
    occurrence: null,
    state: 'firing',
    severity: null,
    title: 'API latency',
    summary: 'Requests are slow',
    labels: { service: 'api' },
    url: legacy.ruleUrl,
    startedAt: null,
    endedAt: null,
  })
  for (const [state, ours] of [
    ['ok', 'resolved'],
    ['no_data', 'firing'],
    ['paused', 'other'],
    ['pending', 'other'],
  ] as const) {
    const one = await receivedAlert(grafana, { ...legacy, state })
    assert.deepEqual([one.state, one.key], [ours, '17'])
  }
})

test('what is missing is named by its place', async () => {
  const problem = (body: unknown) =>
    received(grafana, body).then(
      () => '',
      ({ problems }) => problems[0].pointer,
    )
  assert.equal(await problem({ ...legacy, state: 'on fire' }), '/state')
  assert.equal(await problem({ state: 'alerting' }), '/ruleId')
  assert.equal(await problem({ title: 'x' }), '/alerts')
})
