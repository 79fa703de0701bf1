import assert from 'node:assert/strict'
import { test } from 'node:test'
import { did } from './bluesky.cases.ts'
import { bluesky } from './bluesky.ts'
import { tidOf } from './tid.ts'
import { answersOf, tried } from './tried.cases.ts'

const session = { status: 200, body: { accessJwt: 'eyJhbGciOiJIUzI1NiJ9.e30.x', refreshJwt: 'r', did } }
const cid = 'bafyreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy'
const uri = `at://${did}/app.bsky.feed.post/3mg2zkxkz7c2s`
const taken = { status: 200, body: { uri, cid } }
const error = (status: number, name: string, message: string, headers = {}) => ({
  status,
  headers,
  body: { error: name, message },
})

// https://docs.bsky.app/docs/advanced-guides/rate-limits and the errors of each lexicon
answersOf(bluesky, [
  ['taken', [session, taken], { result: 'sent', detail: '200', receipt: `${uri} ${cid}` }],
  [
    'too many sign-ins',
    // testClock stands at 2026-03-02T09:00:00Z.
    error(429, 'RateLimitExceeded', 'Rate Limit Exceeded', { 'ratelimit-reset': '1772442120' }),
    { result: 'transient', reason: '429: RateLimitExceeded: Rate Limit Exceeded', retryAfter: 120 },
  ],
  [
    'a wrong password',
    error(401, 'AuthenticationRequired', 'Invalid identifier or password'),
    { result: 'transient', reason: '401: AuthenticationRequired: Invalid identifier or password', unreachable: true },
  ],
  [
    'an account that was taken down',
    error(400, 'AccountTakedown', 'Account has been taken down'),
    { result: 'transient', reason: '400: AccountTakedown: Account has been taken down', unreachable: true },
  ],
  [
    'too many posts',
    [session, error(429, 'RateLimitExceeded', 'Rate Limit Exceeded', { 'ratelimit-reset': '1772445600' })],
    { result: 'transient', reason: '429: RateLimitExceeded: Rate Limit Exceeded', retryAfter: 3600 },
  ],
  [
    'a post that it does not like',
    [session, error(400, 'InvalidRequest', 'Invalid app.bsky.feed.post record')],
    { result: 'refused', reason: '400: InvalidRequest: Invalid app.bsky.feed.post record' },
  ],
  ['a server in trouble', [session, { status: 502 }], { result: 'transient', reason: '502' }],
])

test('a session that ends in between is opened once more', async () => {
  const expired = error(400, 'ExpiredToken', 'Token has expired')
  const { outcome, requests } = await tried(bluesky, [session, expired, session, taken])
  assert.equal(outcome.result, 'sent')
  assert.equal(requests.length, 4)
  const still = await tried(bluesky, [session, expired, session, expired])
  assert.deepEqual(still.outcome, {
    result: 'transient',
    reason: '400: ExpiredToken: Token has expired',
    unreachable: true,
  })
})

test('a repeat finds the first attempt’s post and makes no second', async () => {
  const { outcome, requests } = await tried(bluesky, [session, error(400, 'InvalidSwap', 'Record was at bafy'), taken])
  assert.deepEqual(outcome, { result: 'sent', detail: '200', receipt: `${uri} ${cid}` })
  const [, put, get] = requests
  assert.equal(Object(put!.json).swapRecord, null)
  assert.deepEqual([get!.method, get!.query.rkey], ['GET', Object(put!.json).rkey])
})

test('the link is marked by bytes, and a reply names the first post', async () => {
  const { requests } = await tried(bluesky, [session, taken], {
    heading: 'Störung: 東京 👨‍👩‍👧',
    answers: `${uri} ${cid}`,
  })
  const { record } = Object(requests[1]!.json)
  const [{ index, features }] = record.facets
  assert.equal(Buffer.from(record.text).subarray(index.byteStart, index.byteEnd).toString(), features[0].uri)
  assert.deepEqual(record.reply, { root: { uri, cid }, parent: { uri, cid } })
  assert.deepEqual(record.langs, ['en'])
})

test('a key is the same for one message, another for another, and in order of time', () => {
  const at = new Date('2026-03-02T09:00:00Z')
  assert.equal(tidOf('one', at), tidOf('one', at))
  assert.match(tidOf('one', at), /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/)
  assert.ok(tidOf('one', at) < tidOf('one', new Date(at.getTime() + 1)))
  const many = new Set(Array.from({ length: 2000 }, (_, i) => tidOf(`message ${i}`, at)))
  assert.ok(many.size >= 1996, `${many.size} of 2000`)
})
