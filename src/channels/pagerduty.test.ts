import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aMessage } from './messages.cases.ts'
import { pagerduty } from './pagerduty.ts'
import { answersOf, tried } from './tried.cases.ts'

const dedup_key = 'upfront/inc0a1b2c3d4'
const taken = { status: 202, body: { status: 'success', message: 'Event processed', dedup_key } }
const error = (errors: string[], status = 400) => ({
  status,
  body: { status: 'invalid event', message: 'Event object is invalid', errors },
})

// https://developer.pagerduty.com/docs/events-api-v2-overview#response-codes--retry-logic
answersOf(pagerduty, [
  ['taken', taken, { result: 'sent', detail: '202: Event processed', receipt: dedup_key }],
  ['too often', { status: 429 }, { result: 'transient', reason: '429', retryAfter: 30 }],
  [
    'a key of no integration',
    error(["Length of 'routing_key' is incorrect (should be 32 characters)"]),
    {
      result: 'permanent',
      reason: "400: Event object is invalid: Length of 'routing_key' is incorrect (should be 32 characters)",
    },
  ],
  [
    'an event that it does not like',
    error(["'payload.summary' is missing or blank"]),
    { result: 'refused', reason: "400: Event object is invalid: 'payload.summary' is missing or blank" },
  ],
  ['gone', { status: 410 }, { result: 'permanent', reason: '410' }],
  ['a server in trouble', { status: 500 }, { result: 'transient', reason: '500' }],
])

test('an incident opens one alert, adds to it, and resolves it', async () => {
  const incident = aMessage().incident!
  const keys = new Set<string>()
  for (const [changes, action, severity] of [
    [{}, 'trigger', 'warning'],
    [{ impact: 'critical', status: 'identified' }, 'trigger', 'critical'],
    [{ impact: 'major', status: 'resolved', isOver: true }, 'resolve', 'error'],
  ] as const) {
    const { requests } = await tried(pagerduty, taken, { incident: { ...incident, ...changes } })
    const event = Object(requests[0]!.json)
    assert.deepEqual(
      [event.event_action, event.payload.severity, event.payload.source],
      [action, severity, 'status.acme.example'],
    )
    assert.equal(event.payload.timestamp, '2026-03-02T09:01:00.000Z')
    keys.add(event.dedup_key)
  }
  assert.deepEqual([...keys], [dedup_key])
})

test('a note wakes nobody up, and Europe has a house of its own', async () => {
  const to = { settings: {}, target: { ...pagerduty.sample.target, region: 'eu' as const } }
  const { requests } = await tried(pagerduty, taken, { incident: null, kind: 'note' }, to)
  assert.equal(requests[0]!.url, 'https://events.eu.pagerduty.com/v2/enqueue')
  assert.deepEqual(
    [Object(requests[0]!.json).payload.severity, Object(requests[0]!.json).dedup_key],
    ['info', 'upfront/thr0a1b2c3d4'],
  )
})
