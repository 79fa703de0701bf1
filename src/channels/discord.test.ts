import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VendorAnswer } from '../test/vendor.ts'
import { attempted } from './attempt.cases.ts'
import { discord } from './discord.ts'

const good: VendorAnswer = { status: 200, body: { id: '1234567890123456789' } }

test('what Discord answers', async () => {
  const cases: [VendorAnswer, string][] = [
    [good, 'sent'],
    [{ status: 204 }, 'sent'],
    [{ status: 400, body: { code: 50035, message: 'Invalid Form Body' } }, 'refused'],
    [{ status: 401, body: { code: 50027, message: 'Invalid Webhook Token' } }, 'permanent'],
    [{ status: 403, body: { code: 50013, message: 'Missing Permissions' } }, 'refused'],
    [{ status: 404, body: { code: 10015, message: 'Unknown Webhook' } }, 'permanent'],
    [{ status: 404, body: { code: 0, message: '404: Not Found' } }, 'refused'],
    [{ status: 502 }, 'transient'],
  ]
  for (const [answer, result] of cases) {
    const { outcome } = await attempted(discord, answer)
    assert.equal(outcome.result, result, JSON.stringify([answer, outcome]))
  }
})

test('the receipt is the message’s id', async () => {
  const { outcome, request } = await attempted(discord, good)
  assert.deepEqual(outcome, { result: 'sent', detail: '200', receipt: '1234567890123456789' })
  assert.equal(request.query.wait, 'true')
})

test('too many: the seconds in the answer; a global limit is everybody’s', async () => {
  const own = { message: 'You are being rate limited.', retry_after: 64.57, global: false }
  const { outcome } = await attempted(discord, { status: 429, headers: { 'retry-after': '65' }, body: own })
  assert.deepEqual(outcome, { result: 'transient', reason: '429', retryAfter: 65 })
  const all = await attempted(discord, { status: 429, body: { ...own, retry_after: 0.3, global: true } })
  assert.deepEqual(all.outcome, { result: 'transient', reason: '429', retryAfter: 1, unreachable: true })
})

test('other hosts and other paths are no webhooks', () => {
  for (const url of [
    'https://discord.com.evil.example/api/webhooks/223704706495545344/3d89bb7572e0fb30d8128367b3b1b44fecd1726d',
    'https://discord.com/api/webhooks/223704706495545344/../../users/@me/3d89bb7572e0fb30d8128367b3b1b44fecd1',
    'https://discord.com/api/channels/223704706495545344/messages',
  ])
    assert.ok(!discord.target.safeParse({ url }).success, url)
})
