import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answersOf, tried } from './tried.cases.ts'
import { webex } from './webex.ts'

const error = (status: number, message: string) => ({ status, body: { message, trackingId: 'ROUTERGW_1' } })

// https://developer.webex.com/docs/basics#api-errors
answersOf(webex, [
  ['taken', { status: 204 }, { result: 'sent', detail: '204' }],
  [
    'too often',
    { ...error(429, 'Too many requests'), headers: { 'retry-after': '12' } },
    { result: 'transient', reason: '429: Too many requests', retryAfter: 12 },
  ],
  [
    'the webhook was deleted',
    error(404, 'The requested resource could not be found.'),
    { result: 'permanent', reason: '404: The requested resource could not be found.' },
  ],
  [
    'a message that it does not like',
    error(400, 'Invalid markdown'),
    { result: 'refused', reason: '400: Invalid markdown' },
  ],
  [
    'not allowed in that organization',
    error(403, 'Access denied'),
    { result: 'refused', reason: '403: Access denied' },
  ],
  [
    'a server in trouble',
    { status: 503, headers: { 'retry-after': '60' } },
    { result: 'transient', reason: '503', retryAfter: 60 },
  ],
])

test('what is sent is Markdown without a mark of the author’s', async () => {
  const { requests, written } = await tried(
    webex,
    { status: 204 },
    { heading: 'A_b_ *c*', body: '<@all> see [x](https://a.example/)\n1. one', facts: [], manage: null },
  )
  const { markdown } = Object(requests[0]!.json)
  assert.equal(markdown.split('\n\n')[0], '**A\\_b\\_ \\*c\\***')
  assert.match(markdown, /&lt;@all&gt; see x \\\(https\\:\/\/a\.example\/\\\)/)
  assert.match(markdown, /\[Read it on the page\]\(<https:\/\/status\.acme\.example\/incidents\/inc0a1b2c3d4>\)$/)
  assert.match(written.text, /^A_b_ \*c\*\n\n<@all> see x/)
})
