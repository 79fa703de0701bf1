import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matrix } from './matrix.ts'
import { answersOf, tried } from './tried.cases.ts'

const taken = { status: 200, body: { event_id: '$YUwRidLecu:example.com' } }
const error = (status: number, errcode: string, more = {}) => ({
  status,
  body: { errcode, error: 'In words', ...more },
})
const room = encodeURIComponent(matrix.sample.target.room)

// https://spec.matrix.org/latest/client-server-api/#standard-error-response
answersOf(matrix, [
  ['taken', taken, { result: 'sent', detail: '200', receipt: '$YUwRidLecu:example.com' }],
  [
    'too often, in a header',
    { ...error(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 1 }), headers: { 'retry-after': '7' } },
    { result: 'transient', reason: '429: M_LIMIT_EXCEEDED', retryAfter: 7 },
  ],
  [
    'too often, in the body',
    error(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 2001 }),
    { result: 'transient', reason: '429: M_LIMIT_EXCEEDED', retryAfter: 3 },
  ],
  [
    'the token has ended',
    error(401, 'M_UNKNOWN_TOKEN'),
    { result: 'transient', reason: '401: M_UNKNOWN_TOKEN', unreachable: true },
  ],
  ['not in the room, and not invited', error(403, 'M_FORBIDDEN'), { result: 'permanent', reason: '403: M_FORBIDDEN' }],
  ['too large', error(413, 'M_TOO_LARGE'), { result: 'refused', reason: '413: M_TOO_LARGE' }],
  ['a server in trouble', error(502, 'M_UNKNOWN'), { result: 'transient', reason: '502: M_UNKNOWN' }],
])

test('an invited bot joins, and sends under the same id', async () => {
  const { outcome, requests } = await tried(matrix, [error(403, 'M_FORBIDDEN'), { body: { room_id: '!x' } }, taken])
  assert.equal(outcome.result, 'sent')
  const send = `PUT /_matrix/client/v3/rooms/${room}/send/m.room.message/dlv0a1b2c3d4`
  assert.deepEqual(
    requests.map(({ method, path }) => `${method} ${path}`),
    [send, `POST /_matrix/client/v3/join/${room}`, send],
  )
  assert.ok(requests.every(({ headers }) => headers.authorization === `Bearer ${matrix.sample.settings.token}`))
})

test('an alias is asked for its room; one that is gone is never asked again', async () => {
  const to = { ...matrix.sample, target: { room: '#status:matrix.example.org' } }
  const { outcome, requests } = await tried(matrix, [{ body: { room_id: '!moved:matrix.example.org' } }, taken], {}, to)
  assert.equal(outcome.result, 'sent')
  assert.equal(requests[0]!.path, '/_matrix/client/v3/directory/room/%23status%3Amatrix.example.org')
  assert.match(requests[1]!.path, /\/rooms\/!moved%3Amatrix\.example\.org\/send\//)
  const gone = await tried(matrix, error(404, 'M_NOT_FOUND'), {}, to)
  assert.deepEqual(gone.outcome, { result: 'permanent', reason: '404: M_NOT_FOUND' })
})

test('the next message of a thread answers the first', async () => {
  const { written } = await tried(matrix, taken, { answers: '$first:example.org' })
  assert.deepEqual(written.content['m.relates_to'], {
    rel_type: 'm.thread',
    event_id: '$first:example.org',
    is_falling_back: true,
    'm.in_reply_to': { event_id: '$first:example.org' },
  })
})

test('text is shown as text, and calls nobody', async () => {
  const { written } = await tried(matrix, taken, { body: '<b>@room</b> & more\nhere' })
  assert.match(written.content.formatted_body, /<p>&lt;b&gt;@room&lt;\/b&gt; &amp; more<br>here<\/p>/)
  assert.deepEqual(written.content['m.mentions'], {})
})
