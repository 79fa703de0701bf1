import assert from 'node:assert/strict'
import { createSign } from 'node:crypto'
import { before, test } from 'node:test'
import { generate } from 'selfsigned'
import { InvalidInput, TooMany, Unauthenticated } from '../lib/errors.ts'
import { type Outbound, OutboundFailed, OutboundRefused } from '../lib/outbound.ts'
import { sampleCertificate } from './cloudwatch.fixtures.ts'
import { cloudwatch } from './cloudwatch.ts'
import { received, receivedAlert } from './received.cases.ts'

const sample = JSON.parse(cloudwatch.sample.body)
const alarm = JSON.parse(sample.Message)
const headers = { 'content-type': 'text/plain; charset=UTF-8' }
let privateKey = ''
let certificate = ''
let asked: string[] = []
const http: Outbound = async (url) => {
  asked.push(url)
  return { status: 200, headers: {}, body: Buffer.from(certificate) }
}
before(async () => {
  const pair = await generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], { keySize: 2048 })
  privateKey = pair.private
  certificate = pair.cert
})

/** The message with these fields, signed as Amazon signs. */
function signed(fields: Record<string, unknown>): Record<string, unknown> {
  const message = { ...sample, ...fields }
  const names =
    message.Type === 'Notification'
      ? ['Message', 'MessageId', ...(message.Subject === undefined ? [] : ['Subject']), 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
  const text = names.map((name) => `${name}\n${message[name]}\n`).join('')
  const algorithm = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
  return { ...message, Signature: createSign(algorithm).update(text).sign(privateKey, 'base64') }
}
const alarmed = (fields: Record<string, unknown>, rest: Record<string, unknown> = {}) =>
  receivedAlert(cloudwatch, signed({ Message: JSON.stringify({ ...alarm, ...fields }), ...rest }), { http, headers })
const subscription = {
  Type: 'SubscriptionConfirmation',
  Message: 'You have chosen to subscribe …',
  Token: '2336412f37',
  Subject: undefined,
  SubscribeURL:
    'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=arn:aws:sns:eu-west-1:123456789012:alarms&Token=2336412f37',
}

test('an alarm fires and recovers', async () => {
  const firing = await alarmed({})
  assert.deepEqual(firing, {
    key: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:API latency above 2 s',
    occurrence: '2026-03-01T09:30:00.123Z',
    state: 'firing',
    severity: null,
    title: 'API latency above 2 s',
    summary: 'Requests to the API take longer than 2 seconds.',
    labels: {
      LoadBalancer: 'app/api/50dc6c495c0c9188',
      account: '123456789012',
      region: 'EU (Ireland)',
      namespace: 'AWS/ApplicationELB',
      metric: 'TargetResponseTime',
      reason: alarm.NewStateReason,
    },
    url: null,
    startedAt: new Date('2026-03-01T09:30:00.123Z'),
    endedAt: null,
  })
  const ok = await alarmed({ NewStateValue: 'OK', StateChangeTime: '2026-03-01T09:40:00.000+0000' })
  assert.deepEqual([ok.key, ok.state, ok.endedAt], [firing.key, 'resolved', new Date('2026-03-01T09:40:00Z')])
  assert.equal((await alarmed({ NewStateValue: 'INSUFFICIENT_DATA' })).state, 'other')
})

test('an alarm without ARN, description and metric (composite alarms) still has a key and a reason', async () => {
  const bare = await alarmed({ AlarmArn: undefined, AlarmDescription: null, Trigger: undefined })
  assert.deepEqual([bare.key, bare.summary], ['API latency above 2 s', alarm.NewStateReason])
})

test('both versions of the signature, with and without a subject', async () => {
  for (const SignatureVersion of ['1', '2'])
    for (const Subject of [undefined, 'ALARM'])
      assert.equal((await alarmed({}, { SignatureVersion, Subject })).state, 'firing')
})

test('what Amazon has not signed is refused: changed text, other certificate, other host', async () => {
  const refuse = (message: unknown, error: object = Unauthenticated, by = http) =>
    assert.rejects(received(cloudwatch, message, { http: by, headers }), error)
  await refuse({ ...signed({}), Message: sample.Message.replace('ALARM', 'OK') })
  await refuse({ ...signed({}), TopicArn: 'arn:aws:sns:eu-west-1:666:alarms' })
  await refuse({ ...signed({}), SignatureVersion: '1' })
  await refuse({ ...signed({}), SignatureVersion: '3' }, InvalidInput)
  await refuse(signed({}), Unauthenticated, async () => ({
    status: 200,
    headers: {},
    body: Buffer.from(sampleCertificate),
  }))
  await refuse(signed({}), Unauthenticated, async () => ({
    status: 200,
    headers: {},
    body: Buffer.from('no certificate'),
  }))
  asked = []
  for (const host of [
    'evil.example',
    'sns.evil.example',
    'sns.eu-west-1.amazonaws.com.evil.example',
    'x.sns.eu-west-1.amazonaws.com',
    'bucket.s3.amazonaws.com',
    'sns.eu-west-1.amazonaws.com:8443',
    'user@sns.eu-west-1.amazonaws.com',
  ])
    await refuse(signed({ SigningCertURL: `https://${host}/SimpleNotificationService-0.pem` }))
  await refuse(signed({ SigningCertURL: 'http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0.pem' }))
  await refuse(signed({ SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/?Action=Evil' }))
  await refuse(signed({ SigningCertURL: null }), InvalidInput)
  assert.deepEqual(asked, [], 'none of these addresses was asked')
})

test('a certificate that cannot be had now: come again; one that the guard refuses: no', async () => {
  const failing =
    (error: Error): Outbound =>
    async () => {
      throw error
    }
  await assert.rejects(
    received(cloudwatch, signed({}), { http: failing(new OutboundFailed('down')), headers }),
    TooMany,
  )
  await assert.rejects(
    received(cloudwatch, signed({}), { http: failing(new OutboundRefused('private')), headers }),
    Unauthenticated,
  )
})

test('a subscription is confirmed once its signature holds', async () => {
  asked = []
  const result = await received(cloudwatch, signed(subscription), { http, headers })
  assert.ok('note' in result && result.note.includes('confirmed'))
  assert.deepEqual(asked, [sample.SigningCertURL, subscription.SubscribeURL])
})

test('a subscription is not followed elsewhere, nor without a signature, nor for another topic', async () => {
  asked = []
  const evil = signed({ ...subscription, SubscribeURL: 'https://evil.example/?Action=ConfirmSubscription' })
  await assert.rejects(received(cloudwatch, evil, { http, headers }), Unauthenticated)
  await assert.rejects(
    received(cloudwatch, { ...signed(subscription), Token: 'x' }, { http, headers }),
    Unauthenticated,
  )
  const settings = { topic: 'arn:aws:sns:eu-west-1:123456789012:other' }
  await assert.rejects(received(cloudwatch, signed(subscription), { http, headers, settings }), /\/TopicArn/)
  assert.ok(asked.every((url) => url === sample.SigningCertURL))
})

test('the end of a subscription is noted and not undone', async () => {
  asked = []
  const result = await received(cloudwatch, signed({ ...subscription, Type: 'UnsubscribeConfirmation' }), {
    http,
    headers,
  })
  assert.ok('note' in result && result.note.includes('deleted'))
  assert.deepEqual(asked, [sample.SigningCertURL])
})

test('a signed message that is no alarm is named by its place', async () => {
  const problem = (Message: unknown) =>
    received(cloudwatch, signed({ Message }), { http, headers }).then(
      () => '',
      ({ problems }) => problems[0].pointer,
    )
  assert.equal(await problem('hello'), '/Message')
  assert.equal(await problem('{}'), '/Message/AlarmName')
  assert.equal(await problem('{"AlarmName":"a","NewStateValue":1}'), '/Message/NewStateValue')
  assert.equal(await problem('['.repeat(50)), '/Message')
})
