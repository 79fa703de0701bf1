import assert from 'node:assert/strict'
import { test } from 'node:test'
import { received, receivedAlert, sampleWith } from './received.cases.ts'
import { uptimerobot } from './uptimerobot.ts'

const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } }

test('a monitor goes down and comes back', async () => {
  const down = await receivedAlert(uptimerobot, uptimerobot.sample.body)
  assert.deepEqual(down, {
    key: '777749809',
    occurrence: '2026-03-01T09:30:00.000Z',
    state: 'firing',
    severity: null,
    title: 'API health',
    summary: 'HTTP 503 - Service Unavailable',
    labels: {},
    url: 'https://api.acme.example/health',
    startedAt: new Date('2026-03-01T09:30:00Z'),
    endedAt: null,
  })
  const fields = { alertType: '2', alertTypeFriendlyName: 'Up', alertDateTime: '1772358000', alertDuration: '600' }
  const up = await receivedAlert(uptimerobot, sampleWith(uptimerobot, fields))
  assert.deepEqual(
    [up.key, up.state, up.startedAt, up.endedAt],
    [down.key, 'resolved', down.startedAt, new Date('2026-03-01T09:40:00Z')],
  )
})

test('JSON, a form and the parameters of the address say the same', async () => {
  const sample = JSON.parse(uptimerobot.sample.body)
  const expected = await receivedAlert(uptimerobot, sample)
  assert.deepEqual(await receivedAlert(uptimerobot, new URLSearchParams(sample).toString(), form), expected)
  assert.deepEqual(await receivedAlert(uptimerobot, '', { query: sample }), expected)
  assert.deepEqual(await receivedAlert(uptimerobot, '', { query: sample, ...form }), expected)
  const { monitorID, ...rest } = sample
  assert.deepEqual(await receivedAlert(uptimerobot, rest, { query: { monitorID } }), expected)
})

test('name and number of the state: the name decides where it is a known one', async () => {
  const state = async (alertType: unknown, alertTypeFriendlyName: unknown) =>
    (await receivedAlert(uptimerobot, sampleWith(uptimerobot, { alertType, alertTypeFriendlyName }))).state
  assert.equal(await state('1', 'Up'), 'resolved')
  assert.equal(await state(2, 'Erreichbar'), 'resolved')
  assert.equal(await state(1, null), 'firing')
  assert.equal(await state('*alertType*', 'DOWN'), 'firing')
  assert.equal(await state('3', 'SSL Expiry'), 'other')
})

test('variables left as they stand say nothing; another field is the key then', async () => {
  const one = await receivedAlert(
    uptimerobot,
    sampleWith(uptimerobot, { monitorID: '*monitorID*', alertDateTime: '*alertDateTime*' }),
  )
  assert.deepEqual([one.key, one.occurrence], ['https://api.acme.example/health', null])
})

test('what is missing is named by its place', async () => {
  const problem = (fields: Record<string, unknown>) =>
    received(uptimerobot, fields).then(
      () => '',
      ({ problems }) => problems[0].pointer,
    )
  assert.equal(await problem({ alertType: 1 }), '/monitorID')
  assert.equal(await problem({ monitorID: 1 }), '/alertType')
})
