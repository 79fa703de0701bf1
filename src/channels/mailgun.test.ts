import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { InvalidInput, Unauthenticated } from '../lib/errors.ts'
import { startVendor } from '../test/vendor.ts'
import { vendor } from './mailgun.cases.ts'
import { mailgun } from './mailgun.ts'
import { aMessage } from './messages.cases.ts'

const to = mailgun.sample
const server = await startVendor((request) => vendor.answer(request))
const send = (settings = to.settings) =>
  mailgun.send(mailgun.write(aMessage(), to), { ...to, settings }, server.via('api.mailgun.net', 'api.eu.mailgun.net'))

test('a mail is taken in the region of its domain', async () => {
  assert.deepEqual(await send(), { result: 'sent', detail: '200', receipt: 'thr0a1b2c3d4@acme.example' })
  const { headers } = server.requests[0]!
  assert.equal(Buffer.from(headers.authorization!.slice(6), 'base64').toString(), `api:${to.settings.key}`)
  await send({ ...to.settings, region: 'eu' })
  assert.equal(server.requests[1]!.host, 'api.eu.mailgun.net')
})

const refusals: [number, object | string, string][] = [
  [400, { message: "'to' parameter is not a valid address. please check documentation" }, 'permanent'],
  [400, { message: "'from' parameter is not a valid address. please check documentation" }, 'refused'],
  [401, 'Forbidden', 'transient unreachable'],
  [402, { message: 'Payment required' }, 'transient unreachable'],
  [404, { message: 'Domain not found: mg.acme.example' }, 'transient unreachable'],
  [413, { message: 'too large' }, 'refused'],
  [429, { message: 'rate limited' }, 'transient 30'],
  [500, '', 'transient'],
]
for (const [status, body, expected] of refusals)
  test(`${status} ${JSON.stringify(body).slice(0, 50)} is ${expected}`, async () => {
    server.answers({ status, body })
    const outcome = await send()
    const after = 'retryAfter' in outcome ? ` ${outcome.retryAfter}` : 'unreachable' in outcome ? ' unreachable' : ''
    assert.equal(`${outcome.result}${after}`, expected, JSON.stringify(outcome))
  })

const signingKey = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'
const settings = mailgun.settings.parse({ ...to.settings, signingKey })
const seconds = (ago: number) => String(Math.floor(server.clock.now().getTime() / 1000) - ago)

function arrival(event: object, { ago = 0, key = signingKey } = {}) {
  const [timestamp, token] = [seconds(ago), 'f00d'.repeat(12)]
  const signature = createHmac('sha256', key).update(`${timestamp}${token}`).digest('hex')
  const body = Buffer.from(JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': event }))
  return { method: 'POST', url: 'https://s.example/channels/mailgun/t', body, headers: {}, query: {} }
}
const hear = async (given: ReturnType<typeof arrival>, by = settings) =>
  (await mailgun.hear!(given, by, server.via())).heard.map(
    (one) => `${one.heard}${'hard' in one && one.hard ? ' for good' : ''}`,
  )

const failed = (code: number, more = {}) => ({
  event: 'failed',
  severity: 'permanent',
  reason: 'bounce',
  recipient: 'pat@customer.example',
  message: { headers: { 'message-id': 'm@acme.example' } },
  'delivery-status': { code, message: 'refused', ...more },
})

test('signed events are heard: what came back for good, for now, and complaints', async () => {
  assert.deepEqual(await hear(arrival(failed(550))), ['bounce for good', 'bounce for good'])
  assert.deepEqual(await hear(arrival(failed(550, { 'enhanced-code': '5.7.1' }))), ['bounce'])
  assert.deepEqual(await hear(arrival({ ...failed(605), reason: 'suppress-bounce' })), [
    'bounce for good',
    'bounce for good',
  ])
  assert.deepEqual(await hear(arrival({ ...failed(421), severity: 'temporary' })), [])
  assert.deepEqual(await hear(arrival({ ...failed(0), event: 'complained' })), [
    'complaint for good',
    'complaint for good',
  ])
  assert.deepEqual(await hear(arrival({ ...failed(250), event: 'delivered' })), ['delivered'])
  assert.deepEqual(await hear(arrival({ event: 'opened', recipient: 'pat@customer.example' })), [])
})

test('what is forged or a replay is nobody’s', async () => {
  const event = failed(550)
  await assert.rejects(hear(arrival(event, { key: 'another-key-of-somebody' })), Unauthenticated)
  await assert.rejects(hear(arrival(event, { ago: 13 * 3600 })), Unauthenticated)
  await assert.rejects(hear(arrival(event, { ago: -3600 })), Unauthenticated)
  await assert.rejects(hear(arrival(event), to.settings), Unauthenticated)
  assert.equal((await hear(arrival(event, { ago: 7 * 3600 }))).length, 2)
  await assert.rejects(hear({ ...arrival(event), body: Buffer.from('{') }), InvalidInput)
})
