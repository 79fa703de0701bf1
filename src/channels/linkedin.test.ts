import assert from 'node:assert/strict'
import { test } from 'node:test'
import { littleShown } from './linkedin.cases.ts'
import { linkedin, little } from './linkedin.ts'
import { answersOf, tried } from './tried.cases.ts'

const urn = 'urn:li:share:6844785523593134080'
const taken = { status: 201, headers: { 'x-restli-id': urn } }
const error = (status: number, code: string, message: string) => ({ status, body: { status, code, message } })

// https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/error-handling
answersOf(linkedin, [
  ['taken', taken, { result: 'sent', detail: '201', receipt: urn }],
  [
    'too often today',
    error(429, 'TOO_MANY_REQUESTS', 'Resource level throttle limit for calls to this resource is reached.'),
    {
      result: 'transient',
      reason: '429: Resource level throttle limit for calls to this resource is reached.',
      retryAfter: 3600,
    },
  ],
  [
    'the token has ended',
    error(401, 'EXPIRED_ACCESS_TOKEN', 'The token used in the request has expired'),
    { result: 'transient', reason: '401: The token used in the request has expired', unreachable: true },
  ],
  [
    'the version has ended',
    error(426, 'NONEXISTENT_VERSION', 'Requested version 20240101 is not active'),
    { result: 'transient', reason: '426: Requested version 20240101 is not active', unreachable: true },
  ],
  [
    'there already',
    error(422, 'DUPLICATE_POST', `Content is a duplicate of ${urn}`),
    { result: 'sent', detail: '422: a post with the same words is there already', receipt: urn },
  ],
  [
    'a post that it does not like',
    error(422, 'UNPROCESSABLE_ENTITY', 'ERROR :: /author :: is invalid'),
    { result: 'refused', reason: '422: ERROR :: /author :: is invalid' },
  ],
  ['a server in trouble', { status: 500 }, { result: 'transient', reason: '500' }],
])

test('it posts for the organization, in the version that is set', async () => {
  const { requests } = await tried(linkedin, taken)
  const { headers, json, url } = requests[0]!
  assert.equal(url, 'https://api.linkedin.com/rest/posts')
  assert.deepEqual(
    [headers['linkedin-version'], headers['x-restli-protocol-version'], Object(json).author],
    ['202610', '2.0.0', 'urn:li:organization:5515715'],
  )
})

test('each of LinkedIn’s marks has a backslash, so that nothing is cut', () => {
  const text = 'All of | { } @ [ ] ( ) < > # * _ ~ \\ is read, {hashtag|\\#|x} and @[Acme](urn:li:organization:1) too.'
  assert.equal(littleShown(text), 'All of ')
  assert.equal(littleShown(little(text)), text)
})
