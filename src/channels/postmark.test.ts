import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InvalidInput, Unauthenticated } from '../lib/errors.ts'
import { startVendor } from '../test/vendor.ts'
import { aMessage } from './messages.cases.ts'
import { vendor } from './postmark.cases.ts'
import { postmark } from './postmark.ts'

const to = postmark.sample
const server = await startVendor((request) => vendor.answer(request))
const send = () => postmark.send(postmark.write(aMessage(), to), to, server.via('api.postmarkapp.com'))

test('a mail is taken by the broadcast stream, and keeps its Message-ID', async () => {
  assert.deepEqual(await send(), { result: 'sent', detail: '200', receipt: '0a129aee-e1cd-480d-b08d-4f48548ff48d' })
  const { headers, json } = server.requests[0]!
  assert.equal(headers['x-postmark-server-token'], to.settings.token)
  const { MessageStream, Headers } = json as { MessageStream: string; Headers: { Name: string; Value: string }[] }
  assert.equal(MessageStream, 'broadcast')
  assert.ok(Headers.some(({ Name, Value }) => Name === 'Message-ID' && Value === '<thr0a1b2c3d4@acme.example>'))
})

/** https://postmarkapp.com/developer/api/overview#error-codes */
const refusals: [number, number, string, string][] = [
  [422, 406, 'You tried to send to recipient(s) that have been marked as inactive.', 'permanent'],
  [422, 300, "Error parsing 'To': Illegal email domain", 'permanent'],
  [422, 300, "Invalid 'From' address", 'refused'],
  [422, 400, 'The sender signature was not found', 'transient unreachable'],
  [422, 405, 'You ran out of credits.', 'transient unreachable'],
  [422, 412, 'While your account is pending approval …', 'transient unreachable'],
  [401, 10, 'Bad or missing API token', 'transient unreachable'],
  [429, 429, 'Rate limit exceeded', 'transient 30'],
  [503, 100, 'Maintenance', 'transient 30'],
  [500, 0, '', 'transient'],
  [200, 405, 'not so good', 'transient unreachable'],
]
for (const [status, ErrorCode, Message, expected] of refusals)
  test(`${status} ${ErrorCode} ${Message.slice(0, 20)} is ${expected}`, async () => {
    server.answers({ status, body: { ErrorCode, Message } })
    const outcome = await send()
    const after = 'retryAfter' in outcome ? ` ${outcome.retryAfter}` : 'unreachable' in outcome ? ' unreachable' : ''
    assert.equal(`${outcome.result}${after}`, expected, JSON.stringify(outcome))
  })

const settings = postmark.settings.parse({ ...to.settings, hookPassword: 'long-enough' })
const hear = async (
  event: unknown,
  authorization = `Basic ${Buffer.from('upfront:long-enough').toString('base64')}`,
  by = settings,
) => {
  const body = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event))
  const arrival = {
    method: 'POST',
    url: 'https://s.example/channels/postmark/t',
    body,
    headers: { authorization },
    query: {},
  }
  return (await postmark.hear!(arrival, by, server.via())).heard.map(
    (one) => `${one.heard}${'hard' in one && one.hard ? ' for good' : ''}`,
  )
}

test('events are heard: what came back for good, for now, and complaints', async () => {
  const bounce = (Type: string) => ({
    RecordType: 'Bounce',
    Type,
    MessageID: 'm',
    Email: 'pat@customer.example',
    Details: 'smtp;550',
  })
  assert.deepEqual(await hear(bounce('HardBounce')), ['bounce for good', 'bounce for good'])
  assert.deepEqual(await hear(bounce('SoftBounce')), ['bounce'])
  assert.deepEqual(await hear(bounce('AutoResponder')), [])
  assert.deepEqual(await hear({ ...bounce('SpamComplaint'), RecordType: 'SpamComplaint' }), [
    'complaint for good',
    'complaint for good',
  ])
  assert.deepEqual(await hear({ RecordType: 'Delivery', MessageID: 'm', Recipient: 'pat@customer.example' }), [
    'delivered',
  ])
  assert.deepEqual(await hear({ RecordType: 'Open', MessageID: 'm' }), [])
})

test('who does not sign in is not heard; without a password nobody is', async () => {
  const event = { RecordType: 'SpamComplaint', Type: 'SpamComplaint', MessageID: 'm', Email: 'pat@customer.example' }
  for (const authorization of ['', 'Basic eA==', `Basic ${Buffer.from('upfront:wrong').toString('base64')}`])
    await assert.rejects(hear(event, authorization), Unauthenticated)
  await assert.rejects(hear(event, '', to.settings), Unauthenticated)
  await assert.rejects(hear('{'), InvalidInput)
})
