import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import { EventWebhook } from '@sendgrid/eventwebhook'
import { InvalidInput, Unauthenticated } from '../lib/errors.ts'
import { startVendor } from '../test/vendor.ts'
import { aMessage } from './messages.cases.ts'
import { vendor } from './sendgrid.cases.ts'
import { sendgrid } from './sendgrid.ts'

const to = sendgrid.sample
const server = await startVendor((request) => vendor.answer(request))
const send = () => sendgrid.send(sendgrid.write(aMessage(), to), to, server.via('api.sendgrid.com'))

test('a mail is taken, without tracking, and known again by its Message-ID', async () => {
  assert.deepEqual(await send(), { result: 'sent', detail: '202', receipt: 'thr0a1b2c3d4@acme.example' })
  const { json, headers } = server.requests[0]!
  assert.equal(headers.authorization, `Bearer ${to.settings.key}`)
  const {
    tracking_settings: tracking,
    custom_args: args,
    personalizations,
  } = json as Record<string, Record<string, unknown>>
  assert.ok(Object.values(tracking!).every((one) => (one as { enable: boolean }).enable === false))
  assert.deepEqual(args, { upfront_message: 'thr0a1b2c3d4@acme.example' })
  assert.deepEqual(personalizations, [{ to: [{ email: 'pat@customer.example' }] }])
})

const field = (name: string | null) => ({
  errors: [{ message: 'Does not contain a valid address.', field: name, help: null }],
})
const refusals: [number, object, Record<string, string>, string][] = [
  [400, field('personalizations.0.to.0.email'), {}, 'permanent'],
  [400, field('from.email'), {}, 'refused'],
  [401, field(null), {}, 'transient'],
  [403, field('from'), {}, 'transient'],
  [413, field(null), {}, 'refused'],
  [429, field(null), { 'x-ratelimit-reset': '{now+42}' }, 'transient 42'],
  [500, field(null), {}, 'transient'],
]
for (const [status, body, headers, expected] of refusals)
  test(`${status} ${JSON.stringify(body).slice(0, 90)} is ${expected}`, async () => {
    const reset = { 'x-ratelimit-reset': String(server.clock.now().getTime() / 1000 + 42) }
    server.answers({ status, body, headers: headers['x-ratelimit-reset'] ? reset : {} })
    const outcome = await send()
    const after = 'retryAfter' in outcome ? ` ${outcome.retryAfter}` : ''
    assert.equal(`${outcome.result}${after}`, expected, JSON.stringify(outcome))
  })

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const verificationKey = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const settings = sendgrid.settings.parse({ ...to.settings, verificationKey })

function arrival(events: unknown, timestamp = '1772442000') {
  const body = Buffer.from(typeof events === 'string' ? events : JSON.stringify(events))
  const signature = sign('sha256', Buffer.concat([Buffer.from(timestamp), body]), privateKey).toString('base64')
  const headers = {
    'x-twilio-email-event-webhook-signature': signature,
    'x-twilio-email-event-webhook-timestamp': timestamp,
  }
  return { method: 'POST', url: 'https://s.example/channels/sendgrid/t', body, headers, query: {} }
}
const hear = async (given: ReturnType<typeof arrival>, by = settings) =>
  (await sendgrid.hear!(given, by, server.via())).heard

test('signed events are heard: what came back for good, for now, and complaints', async () => {
  const common = { email: 'Pat@customer.example', upfront_message: 'm@acme.example', timestamp: 1 }
  const given = arrival([
    { ...common, event: 'processed' },
    { ...common, event: 'delivered' },
    { ...common, event: 'bounce', type: 'bounce', reason: '550 5.1.1 unknown', status: '5.1.1' },
    { ...common, event: 'bounce', type: 'blocked', reason: '550 5.7.1 blocked' },
    { ...common, event: 'dropped', reason: 'Bounced Address' },
    { ...common, event: 'dropped', reason: 'Spam Reporting Address' },
    { email: 'kim@customer.example', event: 'spamreport', timestamp: 1 },
  ])
  const independent = new EventWebhook()
  const { 'x-twilio-email-event-webhook-signature': signature, 'x-twilio-email-event-webhook-timestamp': timestamp } =
    given.headers
  assert.ok(
    independent.verifySignature(independent.convertPublicKeyToECDSA(verificationKey), given.body, signature, timestamp),
  )
  assert.deepEqual(
    (await hear(given)).map((one) => [
      one.heard,
      'hard' in one && one.hard,
      'for' in one ? Object.values(one.for)[0] : '',
    ]),
    [
      ['delivered', false, ''],
      ['bounce', true, 'm@acme.example'],
      ['bounce', true, 'pat@customer.example'],
      ['bounce', false, 'm@acme.example'],
      ['bounce', true, 'm@acme.example'],
      ['bounce', true, 'pat@customer.example'],
      ['complaint', true, 'm@acme.example'],
      ['complaint', true, 'pat@customer.example'],
      ['complaint', true, 'kim@customer.example'],
    ],
  )
})

test('what is forged, changed or not signed is nobody’s; what is no list of events is wrong', async () => {
  const good = arrival([{ event: 'spamreport', email: 'pat@customer.example' }])
  const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey.export({
    type: 'spki',
    format: 'der',
  })
  const forged = [
    hear({ ...good, body: Buffer.from(good.body.toString().replace('pat', 'kim')) }),
    hear({ ...good, headers: { ...good.headers, 'x-twilio-email-event-webhook-timestamp': '1772442001' } }),
    hear({ ...good, headers: { ...good.headers, 'x-twilio-email-event-webhook-signature': '' } }),
    hear({ ...good, headers: { ...good.headers, 'x-twilio-email-event-webhook-signature': 'AAAA' } }),
    hear(good, { ...settings, verificationKey: other.toString('base64') }),
    hear(good, to.settings),
  ]
  for (const one of forged) await assert.rejects(one, Unauthenticated)
  await assert.rejects(hear(arrival('{')), InvalidInput)
  await assert.rejects(hear(arrival({ event: 'bounce' })))
})
