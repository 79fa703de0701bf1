import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { Unauthenticated } from '../lib/errors.ts'
import { startVendor } from '../test/vendor.ts'
import { aMessage } from './messages.cases.ts'
import { vendor } from './ses.cases.ts'
import { heardOf, ses } from './ses.ts'

const to = ses.sample
const written = ses.write(aMessage(), to)
const server = await startVendor((request) => vendor.answer(request))
const send = () => ses.send(written, to, server.via('email.eu-central-1.amazonaws.com'))

test('a mail is taken, and its receipt is the Message-ID that SES gives it', async () => {
  assert.deepEqual(await send(), {
    result: 'sent',
    detail: 'taken as 0107018e2f0c1234-aaaabbbb-cccc-dddd-eeee-ffff00001111-000000',
    receipt: '0107018e2f0c1234-aaaabbbb-cccc-dddd-eeee-ffff00001111-000000@eu-central-1.amazonses.com',
  })
})

test("the request is signed as Amazon's own library signs it", async () => {
  const { headers, path, text } = server.requests[0]!
  const { keyId: accessKeyId, secret: secretAccessKey } = to.settings
  const signer = new SignatureV4({
    service: 'ses',
    region: 'eu-central-1',
    sha256: Sha256,
    credentials: { accessKeyId, secretAccessKey },
  })
  const signed = await signer.sign(
    {
      method: 'POST',
      protocol: 'https:',
      hostname: 'email.eu-central-1.amazonaws.com',
      path,
      headers: { host: 'email.eu-central-1.amazonaws.com' },
      body: text,
    },
    { signingDate: server.clock.now(), unsignableHeaders: new Set(['x-amz-content-sha256']) },
  )
  assert.equal(headers.authorization?.split('Signature=')[1], signed.headers.authorization?.split('Signature=')[1])
})

const refusals: [number, string, string, string][] = [
  [429, 'TooManyRequestsException', 'Maximum sending rate exceeded.', 'transient 5'],
  [400, 'LimitExceededException', 'Daily message quota exceeded.', 'transient 3600'],
  [400, 'MessageRejected', 'Email address is not verified.', 'transient unreachable'],
  [400, 'MessageRejected', 'Email contains a virus.', 'refused'],
  [400, 'SendingPausedException', 'paused', 'transient unreachable'],
  [400, 'AccountSuspendedException', 'suspended', 'transient unreachable'],
  [400, 'MailFromDomainNotVerifiedException', 'no', 'transient unreachable'],
  [403, 'SignatureDoesNotMatch', 'no', 'transient unreachable'],
  [400, 'BadRequestException', 'Local address contains control or whitespace', 'refused'],
  [500, 'InternalFailure', 'oh', 'transient'],
]
for (const [status, type, message, expected] of refusals)
  test(`${type}: ${message} is ${expected}`, async () => {
    server.answers({
      status,
      headers: { 'x-amzn-errortype': `${type}:http://internal.amazon.com/` },
      body: { message },
    })
    const outcome = await send()
    const after = 'retryAfter' in outcome ? ` ${outcome.retryAfter}` : 'unreachable' in outcome ? ' unreachable' : ''
    assert.equal(`${outcome.result}${after}`, expected, JSON.stringify(outcome))
  })

/** https://docs.aws.amazon.com/ses/latest/dg/notification-examples.html */
const mail = { messageId: '00000138111222aa-33322211-000000', destination: ['pat@customer.example'] }
const receipt = '00000138111222aa-33322211-000000@eu-central-1.amazonses.com'
const bounce = (bounceType: string) => ({
  notificationType: 'Bounce',
  bounce: {
    bounceType,
    bounceSubType: 'General',
    bouncedRecipients: [
      { emailAddress: 'Pat@customer.example', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' },
    ],
  },
  mail,
})

test('bounces and complaints are heard where SNS has signed them, and nothing else', async () => {
  const said = { hard: true, reason: 'smtp; 550 5.1.1 user unknown', heard: 'bounce' }
  assert.deepEqual(heardOf(JSON.stringify(bounce('Permanent')), to.settings), [
    { ...said, for: { receipt } },
    { ...said, for: { identity: 'pat@customer.example' } },
  ])
  assert.deepEqual(heardOf(JSON.stringify(bounce('Transient')), to.settings), [
    { ...said, hard: false, for: { receipt } },
  ])
  const complaint = (complaintFeedbackType: string) =>
    heardOf(
      JSON.stringify({
        eventType: 'Complaint',
        complaint: { complaintFeedbackType, complainedRecipients: [{ emailAddress: 'pat@customer.example' }] },
        mail,
      }),
      to.settings,
    ).map(({ heard }) => heard)
  assert.deepEqual(complaint('abuse'), ['complaint', 'complaint'])
  assert.deepEqual(complaint('not-spam'), [])
  assert.deepEqual(heardOf(JSON.stringify({ notificationType: 'Delivery', mail }), to.settings), [
    { heard: 'delivered', receipt },
  ])
  assert.deepEqual(heardOf(JSON.stringify({ eventType: 'Open', mail }), to.settings), [])

  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const forged = {
    Type: 'Notification',
    MessageId: 'm',
    TopicArn: 'arn:aws:sns:eu-central-1:123456789012:mail',
    Message: JSON.stringify(bounce('Permanent')),
    Timestamp: '2026-03-02T09:00:00.000Z',
    SignatureVersion: '2',
    Signature: Buffer.alloc(256).toString('base64'),
    SigningCertURL: 'https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0a.pem',
  }
  server.answers({ status: 200, body: publicKey.export({ type: 'spki', format: 'pem' }).toString() })
  const arrival = { method: 'POST', url: 'https://s.example/channels/ses/t', headers: {}, query: {} }
  for (const body of [
    forged,
    {
      ...forged,
      SigningCertURL: 'https://sns.eu-central-1.amazonaws.com.evil.example/SimpleNotificationService-0a.pem',
    },
  ])
    await assert.rejects(
      async () => ses.hear?.({ ...arrival, body: Buffer.from(JSON.stringify(body)) }, to.settings, server.via()),
      Unauthenticated,
    )
})
