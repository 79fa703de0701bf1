import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VendorAnswer } from '../test/vendor.ts'
import { attempted } from './attempt.cases.ts'
import { googleChat } from './google-chat.ts'

const error = (code: number, status: string): VendorAnswer => ({
  status: code,
  body: { error: { code, message: 'No.', status } },
})
const good: VendorAnswer = { status: 200, body: { name: 'spaces/AAAAGCYeSRY/messages/UBHHVc_AAAA.UBHHVc_AAAA' } }

test('what Google Chat answers', async () => {
  const cases: [VendorAnswer, string][] = [
    [good, 'sent'],
    [error(400, 'INVALID_ARGUMENT'), 'refused'],
    [error(401, 'UNAUTHENTICATED'), 'refused'],
    [error(403, 'PERMISSION_DENIED'), 'refused'],
    [error(404, 'NOT_FOUND'), 'permanent'],
    [error(503, 'UNAVAILABLE'), 'transient'],
  ]
  for (const [answer, result] of cases) {
    const { outcome } = await attempted(googleChat, answer)
    assert.equal(outcome.result, result, JSON.stringify([answer, outcome]))
  }
})

test('too many: later, after half a minute where it does not say when', async () => {
  const { outcome } = await attempted(googleChat, error(429, 'RESOURCE_EXHAUSTED'))
  assert.deepEqual(outcome, { result: 'transient', reason: '429: RESOURCE_EXHAUSTED', retryAfter: 30 })
})

test('posts of one incident are one thread, and a repeat has the same id', async () => {
  const { outcome, request } = await attempted(googleChat, good, { message: { thread: 'thread-1', id: 'delivery-1' } })
  assert.equal(outcome.result === 'sent' && outcome.receipt, 'spaces/AAAAGCYeSRY/messages/UBHHVc_AAAA.UBHHVc_AAAA')
  assert.equal(request.query.messageReplyOption, 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD')
  assert.equal(request.query.requestId, 'delivery-1')
  assert.match(request.text, /"thread":\{"threadKey":"thread-1"\}/)
})
