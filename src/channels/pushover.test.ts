import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aMessage } from './messages.cases.ts'
import { pushover } from './pushover.ts'
import { answersOf, tried } from './tried.cases.ts'

const taken = { status: 200, body: { status: 1, request: '647d2300-702c-4b38-8b2f-d56326ae460b' } }
const error = (errors: string[], status = 400) => ({ status, body: { errors, status: 0, request: '5042853c' } })

// https://pushover.net/api#response and #friendly
answersOf(pushover, [
  ['taken', taken, { result: 'sent', detail: '200', receipt: '647d2300-702c-4b38-8b2f-d56326ae460b' }],
  [
    'the month’s messages are used up',
    // testClock stands at 2026-03-02T09:00:00Z.
    { ...error(['application is over its quota'], 429), headers: { 'x-limit-app-reset': '1772445660' } },
    { result: 'transient', reason: '429: application is over its quota', retryAfter: 3660 },
  ],
  [
    'no such user',
    error(['user identifier is not a valid user, group, or subscribed user key']),
    { result: 'permanent', reason: '400: user identifier is not a valid user, group, or subscribed user key' },
  ],
  [
    'a user key that is invalid',
    error(['user key is invalid']),
    { result: 'permanent', reason: '400: user key is invalid' },
  ],
  [
    'a wrong application token',
    error(['application token is invalid']),
    { result: 'transient', reason: '400: application token is invalid', unreachable: true },
  ],
  [
    'a message that it does not like',
    error(['message cannot be blank']),
    { result: 'refused', reason: '400: message cannot be blank' },
  ],
  ['a server in trouble', { status: 500 }, { result: 'transient', reason: '500' }],
])

test('the link has its own field where it fits, and is in the text in any case', async () => {
  const { requests } = await tried(pushover, taken)
  const push = Object(requests[0]!.json)
  assert.deepEqual(
    [push.url, push.url_title, push.html, push.priority],
    [aMessage().link.url, 'Read it on the page', 0, 0],
  )
  const url = `https://status.acme.example/${'x'.repeat(500)}`
  const long = await tried(pushover, taken, { link: { label: 'Read', url } })
  assert.equal(Object(long.requests[0]!.json).url, undefined)
  assert.ok(Object(long.requests[0]!.json).message.includes(url))
})

test('what is critical comes through quiet hours', async () => {
  const incident = { ...aMessage().incident!, impact: 'critical' }
  assert.equal((await tried(pushover, taken, { incident })).written.push.priority, 1)
  assert.equal((await tried(pushover, taken, { incident: { ...incident, isOver: true } })).written.push.priority, 0)
})
