import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VendorAnswer } from '../test/vendor.ts'
import { attempted } from './attempt.cases.ts'
import { aMessage } from './messages.cases.ts'
import { zulip } from './zulip.ts'

const error = (status: number, code: string): VendorAnswer => ({ status, body: { result: 'error', msg: 'No.', code } })
const good: VendorAnswer = { status: 200, body: { result: 'success', msg: '', id: 42 } }

test('what Zulip answers', async () => {
  const cases: [VendorAnswer, string][] = [
    [good, 'sent'],
    [error(400, 'BAD_REQUEST'), 'refused'],
    [error(400, 'STREAM_DOES_NOT_EXIST'), 'permanent'],
    [error(401, 'INVALID_API_KEY'), 'permanent'],
    [error(401, 'UNAUTHORIZED'), 'refused'],
    [error(403, 'REALM_DEACTIVATED'), 'permanent'],
    [error(404, 'BAD_REQUEST'), 'refused'],
    [error(500, 'INTERNAL_SERVER_ERROR'), 'transient'],
  ]
  for (const [answer, result] of cases) {
    const { outcome } = await attempted(zulip, answer)
    assert.equal(outcome.result, result, JSON.stringify([answer, outcome]))
  }
})

test('too many: later, when it says', async () => {
  const { outcome } = await attempted(zulip, {
    ...Object(error(429, 'RATE_LIMIT_HIT')),
    headers: { 'retry-after': '28.706807374954224' },
  })
  assert.deepEqual(outcome, { result: 'transient', reason: '429: RATE_LIMIT_HIT', retryAfter: 29 })
})

test('each incident has a topic, unless one is named; the receipt is the message’s id', async () => {
  const own = await attempted(zulip, good)
  assert.equal(new URLSearchParams(own.request.text).get('topic'), 'Slower responses from API')
  assert.equal(own.outcome.result === 'sent' && own.outcome.receipt, '42')
  const named = await attempted(zulip, good, { target: { ...zulip.sample.target, topic: 'outages' } })
  assert.equal(new URLSearchParams(named.request.text).get('topic'), 'outages')
  const incident = { ...aMessage().incident!, title: 'x'.repeat(200) }
  const long = await attempted(zulip, good, { message: { incident } })
  assert.equal(new URLSearchParams(long.request.text).get('topic')?.length, 60)
})

test('marks become entities, addresses stay whole', async () => {
  const message = { heading: '@**all** *now* https://a.example/b_c', body: '', facts: [] }
  const { request } = await attempted(zulip, good, { message })
  const content = new URLSearchParams(request.text).get('content') ?? ''
  assert.match(content, /^\*\*&#64;&#42;&#42;all&#42;&#42; &#42;now&#42; https:\/\/a\.example\/b_c\*\*/)
})
