import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { Unauthenticated } from '../lib/errors.ts'
import { pagerduty } from './pagerduty.ts'
import { received, receivedAlert } from './received.cases.ts'

const { event } = JSON.parse(pagerduty.sample.body)
const is = (fields: Record<string, unknown>) => receivedAlert(pagerduty, { event: { ...event, ...fields } })

test('an incident is triggered', async () => {
  assert.deepEqual(await receivedAlert(pagerduty, pagerduty.sample.body), {
    key: 'PGR0VU2',
    occurrence: '01C8T2GFJ6OXLO4KLXX6JRVTFM',
    state: 'firing',
    severity: 'critical',
    title: 'Card payments are failing',
    summary: 'Card payments',
    labels: {
      service: 'Card payments',
      urgency: 'high',
      priority: 'P1',
      team: 'Payments',
      number: '212',
      incident_key: 'd3640fbd41094207a1c11e58e46b1662',
    },
    url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
    startedAt: new Date('2026-03-01T09:30:00.123Z'),
    endedAt: null,
  })
})

test('resolved and reopened: the same key, each with an occurrence of its own', async () => {
  const resolved = await is({ id: 'B', event_type: 'incident.resolved', occurred_at: '2026-03-01T10:00:00Z' })
  assert.deepEqual([resolved.key, resolved.state, resolved.occurrence], ['PGR0VU2', 'resolved', 'B'])
  assert.deepEqual(resolved.endedAt, new Date('2026-03-01T10:00:00Z'))
  const reopened = await is({ id: 'C', event_type: 'incident.reopened', occurred_at: '2026-03-01T10:05:00Z' })
  assert.deepEqual(
    [reopened.state, reopened.occurrence, reopened.startedAt],
    ['firing', 'C', new Date('2026-03-01T10:05:00Z')],
  )
})

test('what happens in between is recorded, with the incident it is about', async () => {
  for (const event_type of [
    'incident.acknowledged',
    'incident.escalated',
    'incident.delegated',
    'incident.priority_updated',
  ])
    assert.deepEqual([(await is({ event_type })).state, (await is({ event_type })).key], ['other', 'PGR0VU2'])
  const note = {
    id: 'PNOTE',
    type: 'incident_note',
    content: 'Looking',
    incident: { id: 'PGR0VU2', summary: 'Card payments are failing' },
  }
  const annotated = await is({ event_type: 'incident.annotated', data: note })
  assert.deepEqual([annotated.state, annotated.key, annotated.title], ['other', 'PGR0VU2', 'Card payments are failing'])
})

test('events about no incident are understood', async () => {
  for (const event_type of ['pagey.ping', 'service.updated']) {
    const result = await received(pagerduty, { event: { ...event, event_type, data: { message: 'Hello' } } })
    assert.ok('note' in result)
  }
})

test('urgency is the severity where there is no priority', async () => {
  const of = async (urgency: unknown) => (await is({ data: { ...event.data, priority: null, urgency } })).severity
  assert.deepEqual([await of('high'), await of('low'), await of(null)], ['error', 'info', null])
})

const secret = 'GExlVtzk2wUH'
const sign = (key: string, body = pagerduty.sample.body) => `v1=${createHmac('sha256', key).update(body).digest('hex')}`
const signed = (signature: string | undefined, body: unknown = pagerduty.sample.body) =>
  received(pagerduty, body, {
    settings: { secret },
    headers: signature === undefined ? {} : { 'x-pagerduty-signature': signature },
  })

test('with a secret, one right signature over the bytes as they came is needed', async () => {
  assert.equal((await signed(sign(secret))).alerts.length, 1)
  assert.equal((await signed(`${sign('older')},${sign(secret)}`)).alerts.length, 1, 'during a change of the secret')
  for (const wrong of [
    undefined,
    '',
    'v1=',
    sign('other'),
    sign(secret).slice(0, -2),
    sign(secret).replace('v1', 'v2'),
    'v1=zz',
  ])
    await assert.rejects(signed(wrong), Unauthenticated)
  const reformatted = JSON.stringify(JSON.parse(pagerduty.sample.body))
  await assert.rejects(signed(sign(secret), reformatted), Unauthenticated)
  await assert.rejects(signed(undefined, 'not JSON'), Unauthenticated, 'nothing is read before the signature')
})

test('what is missing is named by its place', async () => {
  const problem = (body: unknown) =>
    received(pagerduty, body).then(
      () => '',
      ({ problems }) => problems[0].pointer,
    )
  assert.equal(await problem({}), '/event')
  assert.equal(await problem({ event: { ...event, event_type: null } }), '/event/event_type')
  assert.equal(await problem({ event: { ...event, data: null } }), '/event/data')
  assert.equal(await problem({ event: { ...event, data: { type: 'incident' } } }), '/event/data/id')
})
