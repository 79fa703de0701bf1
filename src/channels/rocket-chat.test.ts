import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VendorAnswer } from '../test/vendor.ts'
import { attempted } from './attempt.cases.ts'
import { rocketChat } from './rocket-chat.ts'

test('what Rocket.Chat answers', async () => {
  const cases: [VendorAnswer, string][] = [
    [{ status: 200, body: { success: true } }, 'sent'],
    [{ status: 200, body: { success: false } }, 'refused'],
    [{ status: 400, body: { success: false, error: 'error-invalid-channel' } }, 'refused'],
    [{ status: 401, body: { success: false, error: 'unauthorized' } }, 'refused'],
    [{ status: 404, body: { success: false, error: 'Invalid integration id or token provided.' } }, 'permanent'],
    [{ status: 500, body: { success: false } }, 'transient'],
  ]
  for (const [answer, result] of cases) {
    const { outcome } = await attempted(rocketChat, answer)
    assert.equal(outcome.result, result, JSON.stringify([answer, outcome]))
  }
})

test('too many: later', async () => {
  const body = { success: false, error: 'error-too-many-requests' }
  const { outcome } = await attempted(rocketChat, { status: 429, body })
  assert.deepEqual(outcome, { result: 'transient', reason: '429: error-too-many-requests', retryAfter: 30 })
})

test('an attachment of which nothing is read as Markdown', async () => {
  const { request } = await attempted(
    rocketChat,
    { status: 200, body: { success: true } },
    { message: { facts: ['@here *now*'] } },
  )
  assert.match(request.text, /"mrkdwn_in":\[\]/)
  assert.match(request.text, /@\u200bhere \*now\*/)
})
