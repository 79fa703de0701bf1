import assert from 'node:assert/strict'
import { test } from 'node:test'
import { received, receivedAlert, sampleWith } from './received.cases.ts'
import { uptimeKuma } from './uptime-kuma.ts'

const { heartbeat, monitor, msg } = JSON.parse(uptimeKuma.sample.body)

test('a monitor goes down and comes back', async () => {
  const down = await receivedAlert(uptimeKuma, uptimeKuma.sample.body)
  assert.deepEqual(down, {
    key: '7',
    occurrence: '2026-03-01T09:30:00.123Z',
    state: 'firing',
    severity: null,
    title: 'API health',
    summary: 'Request failed with status code 503',
    labels: { region: 'us', type: 'http' },
    url: 'https://api.acme.example/health',
    startedAt: new Date('2026-03-01T09:30:00.123Z'),
    endedAt: null,
  })
  const up = await receivedAlert(uptimeKuma, {
    monitor,
    msg,
    heartbeat: { ...heartbeat, status: 1, time: '2026-03-01 09:40:00.000' },
  })
  assert.deepEqual([up.key, up.state, up.endedAt], [down.key, 'resolved', new Date('2026-03-01T09:40:00Z')])
})

test('pending and maintenance are neither', async () => {
  for (const status of [2, 3])
    assert.equal((await receivedAlert(uptimeKuma, { monitor, heartbeat: { ...heartbeat, status } })).state, 'other')
})

test('a reminder that it is still down is no new occurrence', async () => {
  const later = { ...heartbeat, time: '2026-03-01 10:30:00.000', important: false }
  assert.equal((await receivedAlert(uptimeKuma, { monitor, heartbeat: later })).occurrence, null)
})

test('a test and a certificate that expires are understood as messages', async () => {
  const result = await received(uptimeKuma, { heartbeat: null, monitor: null, msg: 'Upfront Testing' })
  assert.ok('note' in result && result.note.includes('Upfront Testing'))
})

test('the body of the PagerTree type: the event decides, not the heartbeat', async () => {
  const body = {
    event_type: 'create',
    id: 7,
    title: 'Uptime Kuma Monitor "API health" is down',
    urgency: 'high',
    heartbeat,
    monitor,
  }
  const down = await receivedAlert(uptimeKuma, body)
  assert.deepEqual([down.key, down.state, down.severity, down.title], ['7', 'firing', 'error', 'API health'])
  const up = await receivedAlert(uptimeKuma, { ...body, event_type: 'resolve' })
  assert.deepEqual([up.key, up.state], ['7', 'resolved'])
})

test('the same JSON in a field of a multipart form', async () => {
  const form = new FormData()
  form.append('data', uptimeKuma.sample.body)
  const response = new Response(form)
  const headers = { 'content-type': response.headers.get('content-type')! }
  const body = Buffer.from(await response.arrayBuffer())
  assert.deepEqual(
    await receivedAlert(uptimeKuma, body, { headers }),
    await receivedAlert(uptimeKuma, uptimeKuma.sample.body),
  )
  await assert.rejects(received(uptimeKuma, Buffer.from('no form'), { headers }), /\/data/)
})

test('a monitor without an address, and what is missing', async () => {
  const ping = { ...monitor, type: 'ping', url: 'https://', hostname: 'db.acme.example' }
  const one = await receivedAlert(uptimeKuma, { monitor: ping, heartbeat })
  assert.deepEqual([one.url, one.labels.hostname], [null, 'db.acme.example'])
  const problem = (fields: Record<string, unknown>) =>
    received(uptimeKuma, sampleWith(uptimeKuma, fields)).then(
      () => '',
      ({ problems }) => problems[0].pointer,
    )
  assert.equal(await problem({ heartbeat: { ...heartbeat, status: 9 } }), '/heartbeat/status')
  assert.equal(await problem({ heartbeat: { status: 0 }, monitor: {} }), '/monitor/id')
})
