import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidInput, Unauthenticated } from '../lib/errors.ts'
import { seededRandom } from '../test/random.ts'
import type { Via } from './channel.ts'
import { telegram } from './telegram.ts'
import { answersOf, tried } from './tried.cases.ts'

const taken = { status: 200, body: { ok: true, result: { message_id: 365 } } }
const error = (status: number, description: string, parameters?: object) => ({
  status,
  body: { ok: false, error_code: status, description, parameters },
})

// https://core.telegram.org/bots/api#making-requests
answersOf(telegram, [
  ['taken', taken, { result: 'sent', detail: '200', receipt: '365' }],
  [
    'too often',
    error(429, 'Too Many Requests: retry after 35', { retry_after: 35 }),
    { result: 'transient', reason: '429: Too Many Requests: retry after 35', retryAfter: 35 },
  ],
  [
    'blocked by who had asked for it',
    error(403, 'Forbidden: bot was blocked by the user'),
    { result: 'permanent', reason: '403: Forbidden: bot was blocked by the user' },
  ],
  [
    'no such chat',
    error(400, 'Bad Request: chat not found'),
    { result: 'permanent', reason: '400: Bad Request: chat not found' },
  ],
  [
    'a message that it does not like',
    error(400, 'Bad Request: message is too long'),
    { result: 'refused', reason: '400: Bad Request: message is too long' },
  ],
  [
    'the token was revoked',
    error(401, 'Unauthorized'),
    { result: 'transient', reason: '401: Unauthorized', unreachable: true },
  ],
  ['no token at all', error(404, 'Not Found'), { result: 'transient', reason: '404: Not Found', unreachable: true }],
  ['a server in trouble', error(502, 'Bad Gateway'), { result: 'transient', reason: '502: Bad Gateway' }],
])

test('a group that became a supergroup is written to under its new number', async () => {
  const moved = error(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
    migrate_to_chat_id: -1009876543210,
  })
  const { outcome, requests } = await tried(telegram, [moved, taken])
  assert.equal(outcome.result, 'sent')
  assert.deepEqual(
    requests.map(({ json }) => Object(json).chat_id),
    ['-1001234567890', '-1009876543210'],
  )
  assert.equal((await tried(telegram, moved)).requests.length, 2, 'once is enough')
})

test('the heading is bold by its place, not by marks', async () => {
  const { requests } = await tried(telegram, taken, { heading: 'Down: 👨‍👩‍👧 *x* <b>', answers: '17' })
  const { text, entities, reply_parameters, parse_mode } = Object(requests[0]!.json)
  assert.deepEqual(entities, [{ type: 'bold', offset: 0, length: 'Down: 👨‍👩‍👧 *x* <b>'.length }])
  assert.ok(text.startsWith('Down: 👨‍👩‍👧 *x* <b>\n\n'))
  assert.deepEqual([parse_mode, reply_parameters], [undefined, { message_id: 17, allow_sending_without_reply: true }])
})

const via: Via = { http: () => Promise.reject(new Error('unused')), now: () => new Date(0), random: seededRandom() }
const hear = (update: object | string, secret: string | undefined = telegram.sample.settings.hookSecret) =>
  telegram.hear!(
    {
      method: 'POST',
      url: 'https://status.acme.example/channels/telegram/token',
      body: Buffer.from(typeof update === 'string' ? update : JSON.stringify(update)),
      headers: secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret },
      query: {},
    },
    telegram.sample.settings,
    via,
  )
const message = (text: string, id = 42_424_242) => ({
  update_id: 1,
  message: { message_id: 2, chat: { id, type: 'private' }, text },
})

test('/stop is a reply, from the chat as subscribers are known', async () => {
  for (const text of ['/stop', '/stop@AcmeStatusBot', 'stop']) {
    const { heard } = await hear(message(text))
    assert.deepEqual(heard, [{ heard: 'reply', from: telegram.identity({ chat: '42424242' }), text: 'stop' }])
  }
})

test('who writes /start is told the number of the chat', async () => {
  const { heard, reply } = await hear(message('/start', -100_123))
  assert.deepEqual(heard, [{ heard: 'reply', from: '-100123', text: 'start', answered: true }])
  assert.deepEqual(JSON.parse(reply!.body!), {
    method: 'sendMessage',
    chat_id: -100_123,
    text: 'Chat ID: -100123\nEnter it on the status page to subscribe.',
  })
})

test('who writes /start is answered in the language of their Telegram', async () => {
  const written = { message_id: 1, text: '/start', chat: { id: 5 }, from: { id: 5, language_code: 'de-AT' } }
  const { reply } = await hear({ update_id: 1, message: written })
  assert.match(reply!.body!, /Geben Sie sie auf der Statusseite ein/)
})

test('a bot that is put out is told so', async () => {
  const member = { chat: { id: 5 }, new_chat_member: { status: 'kicked', user: { id: 9 } } }
  const { heard } = await hear({ update_id: 1, my_chat_member: member })
  assert.deepEqual(heard, [
    { heard: 'bounce', for: { identity: '5' }, hard: true, reason: 'the bot\'s place in the chat is "kicked"' },
  ])
  assert.deepEqual((await hear({ update_id: 1, edited_message: {} })).heard, [])
})

test('a forged update is refused, and so is what is none', async () => {
  for (const secret of ['wrong', '', 'a-secret-of-the-hooK'])
    await assert.rejects(hear(message('/stop'), secret), Unauthenticated)
  for (const body of ['', '[]', '{"update_id":"1"}', '{']) await assert.rejects(hear(body), InvalidInput)
})
