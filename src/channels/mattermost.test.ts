import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VendorAnswer } from '../test/vendor.ts'
import { attempted } from './attempt.cases.ts'
import { mattermost } from './mattermost.ts'

const error = (status: number, id: string): VendorAnswer => ({
  status,
  body: { id, message: 'No.', status_code: status },
})

test('what Mattermost answers', async () => {
  const cases: [VendorAnswer, string][] = [
    [{ status: 200, body: 'ok' }, 'sent'],
    [error(400, 'web.incoming_webhook.parse.app_error'), 'refused'],
    [error(400, 'web.incoming_webhook.invalid.app_error'), 'permanent'],
    [error(400, 'web.incoming_webhook.channel.app_error'), 'permanent'],
    [error(403, 'web.incoming_webhook.permissions.app_error'), 'refused'],
    [error(404, 'store.sql_webhooks.get_incoming.app_error'), 'permanent'],
    [error(501, 'web.incoming_webhook.disabled.app_error'), 'transient'],
  ]
  for (const [answer, result] of cases) {
    const { outcome } = await attempted(mattermost, answer)
    assert.equal(outcome.result, result, JSON.stringify([answer, outcome]))
  }
})

test('too many: later', async () => {
  const { outcome } = await attempted(mattermost, {
    status: 429,
    headers: { 'retry-after': '1' },
    body: 'limit exceeded',
  })
  assert.deepEqual(outcome, { result: 'transient', reason: '429', retryAfter: 1 })
})

test('a server may live in a folder of its host', async () => {
  const target = { url: 'https://intern.acme.example/chat/hooks/x1mkrrxcs7g8mfcp3w7hx5yemr/' }
  const { request } = await attempted(mattermost, { status: 200, body: 'ok' }, { target })
  assert.equal(request.url, 'https://intern.acme.example/chat/hooks/x1mkrrxcs7g8mfcp3w7hx5yemr')
})

test('names are parted from their signs, marks have a backslash, addresses stay whole', async () => {
  const { request } = await attempted(
    mattermost,
    { status: 200 },
    { message: { heading: '@all *now* https://a.example/b_c?d=1', body: '' } },
  )
  assert.match(request.text, /#### @\u200ball \\\\\*now\\\\\* https:\/\/a\.example\/b_c\?d=1/)
})
