import assert from 'node:assert/strict'
import { test } from 'node:test'
import { facebook } from './facebook.ts'
import { answersOf, tried } from './tried.cases.ts'

const taken = { status: 200, body: { id: '110123456789012_122100000000000001' } }
const error = (status: number, code: number, message: string) => ({
  status,
  body: { error: { message, type: 'OAuthException', code } },
})

// https://developers.facebook.com/docs/graph-api/guides/error-handling
answersOf(facebook, [
  ['taken', taken, { result: 'sent', detail: '200', receipt: '110123456789012_122100000000000001' }],
  ...[4, 17, 32, 613].map(
    (code) =>
      [
        `too often, code ${code}`,
        error(400, code, 'Request limit reached'),
        { result: 'transient', reason: `400: code ${code}: Request limit reached`, retryAfter: 600 },
      ] as const,
  ),
  [
    'the token has ended',
    error(400, 190, 'Error validating access token'),
    { result: 'transient', reason: '400: code 190: Error validating access token', unreachable: true },
  ],
  [
    'the page may not post',
    error(403, 200, 'Permissions error'),
    { result: 'transient', reason: '403: code 200: Permissions error', unreachable: true },
  ],
  [
    'blocked for a while',
    error(400, 368, 'The action attempted has been deemed abusive'),
    {
      result: 'transient',
      reason: '400: code 368: The action attempted has been deemed abusive',
      unreachable: true,
      retryAfter: 3600,
    },
  ],
  [
    'there already',
    error(400, 506, 'Duplicate status message'),
    { result: 'sent', detail: '400: a post with the same words is there already' },
  ],
  [
    'out of order for a moment',
    error(400, 2, 'Service temporarily unavailable'),
    { result: 'transient', reason: '400: code 2: Service temporarily unavailable', retryAfter: 30 },
  ],
  [
    'a post that it does not like',
    error(400, 100, 'Invalid parameter'),
    { result: 'refused', reason: '400: code 100: Invalid parameter' },
  ],
  ['a server in trouble', { status: 503 }, { result: 'transient', reason: '503' }],
])

test('the token is in no address', async () => {
  const { requests, written } = await tried(facebook, taken)
  const { token } = facebook.sample.settings
  assert.equal(requests[0]!.url, 'https://graph.facebook.com/v24.0/110123456789012/feed')
  assert.deepEqual(requests[0]!.json, { message: written.text, link: written.link, access_token: token })
})
