import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pingdom } from './pingdom.ts'
import { received, receivedAlert, sampleWith } from './received.cases.ts'

test('a check goes down and comes back', async () => {
  const down = await receivedAlert(pingdom, pingdom.sample.body)
  assert.deepEqual(down, {
    key: '4271833',
    occurrence: '2026-03-01T09:30:00.000Z',
    state: 'firing',
    severity: 'error',
    title: 'API health',
    summary: 'HTTP Server Error 503 Service Unavailable',
    labels: { type: 'HTTP', hostname: 'api.acme.example', location: 'Stockholm, Sweden', tags: 'api,us' },
    url: 'https://api.acme.example/health',
    startedAt: new Date('2026-03-01T09:30:00Z'),
    endedAt: null,
  })
  const up = await receivedAlert(
    pingdom,
    sampleWith(pingdom, { previous_state: 'DOWN', current_state: 'UP', state_changed_timestamp: 1772357700 }),
  )
  assert.deepEqual(
    [up.key, up.state, up.endedAt, up.startedAt],
    [down.key, 'resolved', new Date('2026-03-01T09:35:00Z'), null],
  )
})

test('a transaction check', async () => {
  const body = {
    check_id: 11,
    check_name: 'Checkout',
    check_type: 'TRANSACTION',
    check_params: { url: 'https://shop.acme.example' },
    state_changed_utc_time: '2026-03-01T09:30:00',
  }
  const failing = await receivedAlert(pingdom, { ...body, previous_state: 'SUCCESS', current_state: 'FAILING' })
  assert.deepEqual(
    [failing.state, failing.url, failing.startedAt],
    ['firing', 'https://shop.acme.example', new Date('2026-03-01T09:30:00Z')],
  )
  assert.equal((await receivedAlert(pingdom, { ...body, current_state: 'SUCCESS' })).state, 'resolved')
})

test('an id beyond 2^53 keeps its digits', async () => {
  const body = pingdom.sample.body.replace('4271833', '285731000000025126')
  assert.equal((await receivedAlert(pingdom, body)).key, '285731000000025126')
})

test('what is missing is named by its place', async () => {
  const problem = (fields: Record<string, unknown>) =>
    received(pingdom, sampleWith(pingdom, fields)).then(
      () => '',
      ({ problems }) => problems[0].pointer,
    )
  assert.equal(await problem({ check_id: null }), '/check_id')
  assert.equal(await problem({ current_state: { a: 1 } }), '/current_state')
})
