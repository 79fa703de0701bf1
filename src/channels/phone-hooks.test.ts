import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { getExpectedTwilioSignature, validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { Unauthenticated } from '../lib/errors.ts'
import { startVendor } from '../test/vendor.ts'
import type { Arrival, Channel } from './channel.ts'
import { channelOf } from './index.ts'
import { sha256 } from './jwt.ts'

const vendor = await startVendor()
const via = vendor.via()
const now = () => Math.floor(vendor.clock.now().getTime() / 1000)
const url = 'https://status.acme.example/channels/kind/token'
const form = { 'content-type': 'application/x-www-form-urlencoded' }

const named = (kind: string): Channel => {
  const channel = channelOf(kind)
  assert.ok(channel)
  return channel
}
const arrival = (changes: Partial<Arrival>): Arrival => ({
  method: 'POST',
  url,
  body: Buffer.alloc(0),
  headers: {},
  query: {},
  ...changes,
})
const hear = async (kind: string, came: Arrival) => {
  const heard = await named(kind).hear?.(came, named(kind).sample.settings, via)
  assert.ok(heard)
  return heard
}

/** As Twilio signs, by its own library. */
const fromTwilio = (fields: Record<string, string>, kind = 'twilio-sms', at = url) => {
  const { authToken } = named(kind).sample.settings as { authToken: string }
  const signature = getExpectedTwilioSignature(authToken, at, fields)
  assert.ok(validateRequest(authToken, signature, at, fields))
  const body = Buffer.from(new URLSearchParams(fields).toString())
  return arrival({ url: at, body, headers: { ...form, 'x-twilio-signature': signature } })
}

test('Twilio: texts, reports and their codes', async () => {
  const text = { From: '+4915112345678', Body: ' Stop & go ü ', MessageSid: 'SM1', To: '+14155552671' }
  assert.deepEqual((await hear('twilio-sms', fromTwilio(text))).heard, [
    { heard: 'reply', from: '+4915112345678', text: ' Stop & go ü ' },
  ])
  const answered = await hear('twilio-sms', fromTwilio({ ...text, OptOutType: 'STOP' }))
  assert.deepEqual(answered.heard, [{ heard: 'reply', from: '+4915112345678', text: ' Stop & go ü ', answered: true }])
  assert.equal(answered.reply?.body, '<Response/>')
  const report = async (MessageStatus: string, ErrorCode = '') =>
    (await hear('twilio-sms', fromTwilio({ MessageSid: 'SM1', MessageStatus, ErrorCode }))).heard[0]
  assert.deepEqual(await report('delivered'), { heard: 'delivered', receipt: 'SM1' })
  assert.equal(await report('sent'), undefined)
  const bounce = { heard: 'bounce', for: { receipt: 'SM1' } }
  assert.deepEqual(await report('undelivered', '30005'), { ...bounce, hard: true, reason: 'Twilio error 30005' })
  assert.deepEqual(await report('undelivered', '30003'), { ...bounce, hard: false, reason: 'Twilio error 30003' })
  // An unregistered campaign is no number's fault.
  assert.deepEqual(await report('undelivered', '30034'), {
    heard: 'failed',
    receipt: 'SM1',
    reason: 'Twilio error 30034',
  })
})

test('Twilio: what is not signed, or was changed, is not heard', async () => {
  const good = fromTwilio({ From: '+4915112345678', Body: 'STOP' })
  for (const bad of [
    { ...good, headers: form },
    { ...good, body: Buffer.from('From=%2B4915112345679&Body=STOP') },
    { ...good, url: `${url}?x=1` },
    { ...good, headers: { ...form, 'x-twilio-signature': 'AAAA' } },
  ])
    await assert.rejects(hear('twilio-sms', bad), Unauthenticated)
})

test('Twilio: a 9 pressed in a call ends the calls', async () => {
  const call = { To: '+4915112345678', From: '+14155552671', CallSid: 'CA1', CallStatus: 'in-progress' }
  const { heard, reply } = await hear('twilio-voice', fromTwilio({ ...call, Digits: '9' }, 'twilio-voice'))
  assert.deepEqual(heard, [{ heard: 'reply', from: '+4915112345678', text: 'STOP', answered: true }])
  assert.match(reply?.body ?? '', /no more calls/)
  const german = `${url}?language=de-DE`
  const signed = fromTwilio({ ...call, Digits: '9' }, 'twilio-voice', german)
  const ended = await hear('twilio-voice', { ...signed, query: { language: 'de-DE' } })
  assert.equal(ended.reply?.body, '<Response><Say language="de-DE">Sie erhalten keine Anrufe mehr.</Say></Response>')
  const other = await hear('twilio-voice', fromTwilio({ ...call, Digits: '1' }, 'twilio-voice'))
  assert.deepEqual(other.heard, [])
})

test('Vonage: signed forms, queries and JSON, as its documents sign them', async () => {
  const { signatureSecret } = named('vonage-sms').sample.settings as { signatureSecret: string }
  const signed = (fields: Record<string, string>) => {
    const text = Object.keys(fields)
      .sort()
      .map((name) => `&${name}=${fields[name]?.replaceAll(/[&=]/g, '_')}`)
      .join('')
    return { ...fields, sig: createHmac('sha256', signatureSecret).update(text).digest('hex') }
  }
  const said = signed({ msisdn: '4915112345678', to: 'x', messageId: '0A1', text: 'STOP a=b&c', type: 'text' })
  const heard = [{ heard: 'reply', from: '+4915112345678', text: 'STOP a=b&c' }]
  const body = Buffer.from(new URLSearchParams(said).toString())
  assert.deepEqual((await hear('vonage-sms', arrival({ body, headers: form }))).heard, heard)
  assert.deepEqual((await hear('vonage-sms', arrival({ method: 'GET', query: said }))).heard, heard)
  const json = { body: Buffer.from(JSON.stringify(said)), headers: { 'content-type': 'application/json' } }
  assert.deepEqual((await hear('vonage-sms', arrival(json))).heard, heard)
  await assert.rejects(hear('vonage-sms', arrival({ query: { ...said, text: 'START' } })), Unauthenticated)
  await assert.rejects(hear('vonage-sms', arrival({ query: {} })), Unauthenticated)
  const gone = signed({ msisdn: '4915112345678', messageId: '0A1', status: 'failed', 'err-code': '9' })
  assert.deepEqual((await hear('vonage-sms', arrival({ query: gone }))).heard, [
    { heard: 'bounce', for: { receipt: '0A1' }, hard: true, reason: 'failed, Vonage error 9' },
  ])
})

test('MessageBird: the token signs the address and the body', async () => {
  const { signingKey } = named('messagebird-sms').sample.settings as { signingKey: string }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const token = (claims: object, alg = 'HS256') => {
    const signed = `${part({ alg, typ: 'JWT' })}.${part({ iss: 'MessageBird', nbf: now() - 1, exp: now() + 60, ...claims })}`
    return `${signed}.${createHmac('sha256', signingKey).update(signed).digest('base64url')}`
  }
  const body = Buffer.from(JSON.stringify({ originator: '4915112345678', body: 'stop', recipient: '1' }))
  const claims = { url_hash: sha256(url), payload_hash: sha256(body) }
  const came = (jwt: string) =>
    arrival({ body, headers: { 'content-type': 'application/json', 'messagebird-signature-jwt': jwt } })
  assert.deepEqual((await hear('messagebird-sms', came(token(claims)))).heard, [
    { heard: 'reply', from: '+4915112345678', text: 'stop' },
  ])
  for (const bad of [
    '',
    token({ ...claims, payload_hash: sha256('{}') }),
    token({ ...claims, url_hash: sha256(`${url}/`) }),
    token({ ...claims, exp: now() - 60 }),
    token(claims, 'none'),
    `${token(claims).slice(0, -2)}xx`,
  ])
    await assert.rejects(hear('messagebird-sms', came(bad)), Unauthenticated)
  const reported = `${url}?id=e8&status=delivery_failed&statusErrorCode=1`
  const query = { id: 'e8', status: 'delivery_failed', statusErrorCode: '1' }
  const headers = { 'messagebird-signature-jwt': token({ url_hash: sha256(reported) }) }
  assert.deepEqual((await hear('messagebird-sms', arrival({ method: 'GET', url: reported, query, headers }))).heard, [
    { heard: 'bounce', for: { receipt: 'e8' }, hard: true, reason: 'delivery_failed, MessageBird error 1' },
  ])
})

test('WhatsApp: the address is verified, texts and reports are signed', async () => {
  const { appSecret, verifyToken } = named('whatsapp').sample.settings as { appSecret: string; verifyToken: string }
  const query = { 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken, 'hub.challenge': '1158201444' }
  const { reply } = await hear('whatsapp', arrival({ method: 'GET', query }))
  assert.equal(reply?.body, '1158201444')
  const wrong = arrival({ method: 'GET', query: { ...query, 'hub.verify_token': 'x' } })
  await assert.rejects(hear('whatsapp', wrong), Unauthenticated)
  const value = {
    messages: [{ from: '4915112345678', id: 'wamid.1', type: 'text', text: { body: 'Stop' } }],
    statuses: [
      { id: 'wamid.2', status: 'delivered' },
      { id: 'wamid.3', status: 'failed', errors: [{ code: 131026, title: 'Message undeliverable' }] },
      { id: 'wamid.4', status: 'failed', errors: [{ code: 131049 }] },
    ],
  }
  const body = Buffer.from(
    JSON.stringify({ object: 'whatsapp_business_account', entry: [{ changes: [{ field: 'messages', value }] }] }),
  )
  const signature = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
  const { heard } = await hear('whatsapp', arrival({ body, headers: { 'x-hub-signature-256': signature } }))
  assert.deepEqual(heard, [
    { heard: 'reply', from: '+4915112345678', text: 'Stop' },
    { heard: 'delivered', receipt: 'wamid.2' },
    { heard: 'bounce', for: { receipt: 'wamid.3' }, hard: true, reason: 'WhatsApp error 131026' },
    { heard: 'failed', receipt: 'wamid.4', reason: 'WhatsApp error 131049' },
  ])
  await assert.rejects(hear('whatsapp', arrival({ body, headers: {} })), Unauthenticated)
})
