import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mastodon, tootLength } from './mastodon.ts'
import { answersOf, tried } from './tried.cases.ts'

const taken = { status: 200, body: { id: '103254962155278888' } }
const error = (status: number, words: string, headers = {}) => ({ status, headers, body: { error: words } })

// https://docs.joinmastodon.org/methods/statuses/#create
answersOf(mastodon, [
  ['taken', taken, { result: 'sent', detail: '200', receipt: '103254962155278888' }],
  [
    'too often',
    error(429, 'Too many requests', { 'x-ratelimit-reset': '2026-03-02T09:04:30.123456Z' }),
    { result: 'transient', reason: '429: Too many requests', retryAfter: 271 },
  ],
  [
    'the token was revoked',
    error(401, 'The access token was revoked'),
    { result: 'transient', reason: '401: The access token was revoked', unreachable: true },
  ],
  [
    'a post that it does not like',
    error(422, 'Validation failed: Text character limit of 500 exceeded'),
    { result: 'refused', reason: '422: Validation failed: Text character limit of 500 exceeded' },
  ],
  ['gone', error(410, 'Gone'), { result: 'permanent', reason: '410: Gone' }],
  ['a server in trouble', { status: 503 }, { result: 'transient', reason: '503' }],
])

test('the same message has the same key, and says its language', async () => {
  const { requests } = await tried(mastodon, taken, { language: 'pt-BR', answers: '103' })
  const { headers, json, url } = requests[0]!
  assert.equal(url, 'https://mastodon.example.org/api/v1/statuses')
  assert.equal(headers['idempotency-key'], 'dlv0a1b2c3d4')
  const { language, in_reply_to_id, visibility } = Object(json)
  assert.deepEqual([language, in_reply_to_id, visibility], ['pt', '103', 'public'])
})

test('where the first post was deleted, the next stands alone', async () => {
  const { outcome, requests } = await tried(mastodon, [error(404, 'Record not found'), taken], { answers: '103' })
  assert.equal(outcome.result, 'sent')
  assert.equal(Object(requests[1]!.json).in_reply_to_id, undefined)
})

test('a server that takes more gets more', async () => {
  const body = 'Every word of this counts here. '.repeat(60)
  const to = {
    ...mastodon.sample,
    settings: { ...mastodon.sample.settings, longest: 5000, visibility: 'unlisted' as const },
  }
  const { written, requests } = await tried(mastodon, taken, { body }, to)
  assert.ok(written.text.includes(body.trim()))
  assert.equal(Object(requests[0]!.json).visibility, 'unlisted')
})

test('an address counts 23, a family one', () => {
  assert.equal(tootLength(`https://status.acme.com/${'x'.repeat(200)}`), 23)
  assert.equal(tootLength('👨‍👩‍👧‍👦 e\u0301'), 3)
})
