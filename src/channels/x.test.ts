import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answersOf, tried } from './tried.cases.ts'
import { vendor } from './x.cases.ts'
import { x } from './x.ts'

const taken = { status: 201, body: { data: { id: '1445880548472328192', text: 'as sent' } } }
const problem = (status: number, title: string, detail: string, headers = {}) => ({
  status,
  headers,
  body: { title, detail, status },
})
const duplicate = problem(403, 'Forbidden', 'You are not allowed to create a Tweet with duplicate content.')

// https://docs.x.com/x-api/fundamentals/response-codes-and-errors and …/rate-limits
answersOf(x, [
  ['taken', taken, { result: 'sent', detail: '201', receipt: '1445880548472328192' }],
  [
    'too often',
    // testClock stands at 2026-03-02T09:00:00Z.
    problem(429, 'Too Many Requests', 'Too Many Requests', { 'x-rate-limit-reset': '1772442900' }),
    { result: 'transient', reason: '429: Too Many Requests', retryAfter: 900 },
  ],
  [
    'wrong keys',
    problem(401, 'Unauthorized', 'Unauthorized'),
    { result: 'transient', reason: '401: Unauthorized', unreachable: true },
  ],
  [
    'the app may only read',
    problem(403, 'Forbidden', 'Your client app is not configured with the appropriate oauth1 app permissions.'),
    {
      result: 'transient',
      reason: '403: Your client app is not configured with the appropriate oauth1 app permissions.',
      unreachable: true,
    },
  ],
  ['there already', duplicate, { result: 'sent', detail: '403: a post with the same words is there already' }],
  [
    'a post that it does not like',
    problem(400, 'Invalid Request', 'One or more parameters to your request was invalid.'),
    { result: 'refused', reason: '400: One or more parameters to your request was invalid.' },
  ],
  ['a server in trouble', { status: 503 }, { result: 'transient', reason: '503' }],
])

test('the signature is what another library makes of the same request', async () => {
  const { requests } = await tried(x, taken)
  assert.notEqual(Object(vendor.answer(requests[0]!)).status, 401)
  const forged = {
    ...requests[0]!,
    headers: { authorization: requests[0]!.headers.authorization!.replace(/nonce="./, 'nonce="0') },
  }
  assert.equal(Object(vendor.answer(forged)).status, 401)
})

test('a later post replies to the first, or stands alone where that was deleted', async () => {
  const deleted = problem(403, 'Forbidden', 'You attempted to reply to a Tweet that is deleted or not visible to you.')
  const { outcome, requests } = await tried(x, [deleted, taken], { answers: '1445880548472328192' })
  assert.equal(outcome.result, 'sent')
  assert.deepEqual(
    requests.map(({ json }) => Object(json).reply),
    [{ in_reply_to_tweet_id: '1445880548472328192' }, undefined],
  )
})
