import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aMessage } from './messages.cases.ts'
import { ntfy } from './ntfy.ts'
import { answersOf, tried } from './tried.cases.ts'

const taken = { status: 200, body: { id: 'sPs71M8A2T', time: 1643935928, event: 'message' } }
const error = (status: number, code: number, words: string) => ({ status, body: { code, http: status, error: words } })

// https://github.com/binwiederhier/ntfy/blob/main/server/errors.go
answersOf(ntfy, [
  ['taken', taken, { result: 'sent', detail: '200', receipt: 'sPs71M8A2T' }],
  [
    'too often',
    error(429, 42901, 'limit reached: too many requests, please be nice'),
    { result: 'transient', reason: '429: limit reached: too many requests, please be nice', retryAfter: 30 },
  ],
  [
    'too much for one day',
    error(429, 42908, 'limit reached: too many messages'),
    { result: 'transient', reason: '429: limit reached: too many messages', retryAfter: 3600 },
  ],
  [
    'a wrong token',
    error(401, 40101, 'unauthorized'),
    { result: 'transient', reason: '401: unauthorized', unreachable: true },
  ],
  [
    'a topic that somebody has reserved',
    error(403, 40301, 'forbidden'),
    { result: 'refused', reason: '403: forbidden' },
  ],
  [
    'a message that it does not like',
    error(400, 40017, 'invalid request: request body must be message JSON'),
    { result: 'refused', reason: '400: invalid request: request body must be message JSON' },
  ],
  ['gone', { status: 410 }, { result: 'permanent', reason: '410' }],
  ['a server in trouble', { status: 500 }, { result: 'transient', reason: '500' }],
])

test('the push leads to the page, and rings louder only when it is critical', async () => {
  const { requests } = await tried(ntfy, taken)
  assert.equal(requests[0]!.url, 'https://ntfy.sh/')
  assert.equal(requests[0]!.headers.authorization, `Bearer ${ntfy.sample.settings.token}`)
  const push = Object(requests[0]!.json)
  assert.deepEqual(
    [push.topic, push.title, push.tags, push.priority, push.click],
    ['acme-status-8f3k2', 'Investigating: Slower responses from API', ['warning'], 3, aMessage().link.url],
  )
  const incident = { ...aMessage().incident!, impact: 'critical' }
  const loud = await tried(ntfy, taken, { incident })
  assert.deepEqual([loud.written.push.priority, loud.written.push.tags], [4, ['rotating_light']])
  const over = await tried(ntfy, taken, { incident: { ...incident, isOver: true } })
  assert.deepEqual([over.written.push.priority, over.written.push.tags], [3, ['white_check_mark']])
})

test('a server without users is asked without a token', async () => {
  const to = { ...ntfy.sample, settings: { server: 'https://ntfy.acme.example' } }
  const { requests } = await tried(ntfy, taken, {}, to)
  assert.deepEqual([requests[0]!.host, requests[0]!.headers.authorization], ['ntfy.acme.example', undefined])
})
