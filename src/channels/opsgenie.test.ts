import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aMessage } from './messages.cases.ts'
import { opsgenie } from './opsgenie.ts'
import { answersOf, tried } from './tried.cases.ts'

const requestId = '43a29c5c-3dbf-4fa4-9c26-f4f71023e120'
const taken = { status: 202, body: { result: 'Request will be processed', took: 0.302, requestId } }
const error = (status: number, message: string) => ({ status, body: { message, took: 0.1, requestId } })

// https://docs.opsgenie.com/docs/response and …/docs/api-rate-limiting
answersOf(opsgenie, [
  ['taken', taken, { result: 'sent', detail: '202', receipt: requestId }],
  [
    'too often',
    error(429, 'You are making too many requests!'),
    { result: 'transient', reason: '429: You are making too many requests!', retryAfter: 30 },
  ],
  [
    'an alert that it does not like',
    error(422, 'Request body is not processable. Please check the errors.'),
    { result: 'refused', reason: '422: Request body is not processable. Please check the errors.' },
  ],
  [
    'the key was deleted',
    error(401, 'Could not authenticate'),
    { result: 'permanent', reason: '401: Could not authenticate' },
  ],
  [
    'the key may not',
    error(403, 'You are not authorized'),
    { result: 'permanent', reason: '403: You are not authorized' },
  ],
  ['a server in trouble', { status: 503 }, { result: 'transient', reason: '503' }],
])

const alias = encodeURIComponent('upfront/inc0a1b2c3d4')

test('the first message opens an alert, the next is a note, the last one closes it', async () => {
  const incident = aMessage().incident!
  const first = await tried(opsgenie, taken)
  const { url, json, headers } = first.requests[0]!
  assert.deepEqual(
    [url, headers.authorization],
    ['https://api.opsgenie.com/v2/alerts', `GenieKey ${opsgenie.sample.target.key}`],
  )
  assert.deepEqual([Object(json).alias, Object(json).priority], ['upfront/inc0a1b2c3d4', 'P3'])
  const next = await tried(opsgenie, taken, { answers: requestId })
  assert.equal(next.requests[0]!.url, `https://api.opsgenie.com/v2/alerts/${alias}/notes?identifierType=alias`)
  const last = await tried(opsgenie, taken, { answers: requestId, incident: { ...incident, isOver: true } })
  assert.equal(last.requests[0]!.url, `https://api.opsgenie.com/v2/alerts/${alias}/close?identifierType=alias`)
  assert.match(Object(last.requests[0]!.json).note, /Slower responses from API/)
})

test('each region has its address, Jira Service Management too', async () => {
  for (const [region, url] of [
    ['eu', 'https://api.eu.opsgenie.com/v2/alerts'],
    ['jsm', 'https://api.atlassian.com/jsm/ops/integration/v2/alerts'],
  ] as const) {
    const to = { settings: {}, target: { ...opsgenie.sample.target, region } }
    assert.equal((await tried(opsgenie, taken, {}, to)).requests[0]!.url, url)
  }
})
