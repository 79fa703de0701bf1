import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startVendor, type VendorAnswer } from '../test/vendor.ts'
import { channelOf } from './index.ts'
import { aMessage } from './messages.cases.ts'

// What each vendor documents: https://www.twilio.com/docs/api/errors and its like, named beside the code.
const error = (code: number, status = 400): VendorAnswer => ({ status, body: { code, message: 'no', status } })
const vonage = (status: string): VendorAnswer => ({ body: { 'message-count': '1', messages: [{ status }] } })
const sns = (code: string, said = '', status = 400): VendorAnswer => ({
  status,
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>${said}</Message></Error></ErrorResponse>`,
})
const bird = (code: number, parameter: string | null, status = 422): VendorAnswer => ({
  status,
  body: { errors: [{ code, description: 'no', parameter }] },
})
const meta = (code: number, status = 400): VendorAnswer => ({ status, body: { error: { code, message: 'no' } } })

const cases: [kind: string, answer: VendorAnswer, result: string][] = [
  ['twilio-sms', { status: 201, body: { sid: `SM${'0'.repeat(32)}` } }, 'sent'],
  ['twilio-sms', error(21610), 'permanent'],
  ['twilio-sms', error(21211), 'permanent'],
  ['twilio-sms', error(21614), 'permanent'],
  ['twilio-sms', error(20429, 429), 'transient'],
  ['twilio-sms', error(21611, 429), 'transient'],
  ['twilio-sms', error(20003, 401), 'barred'],
  ['twilio-sms', error(21606), 'barred'],
  ['twilio-sms', error(21408), 'refused'],
  ['twilio-sms', error(21617), 'refused'],
  ['twilio-voice', { status: 201, body: { sid: `CA${'0'.repeat(32)}` } }, 'sent'],
  ['twilio-voice', error(21211), 'permanent'],
  ['vonage-sms', { body: { messages: [{ status: '0', 'message-id': '0A0000000123ABCD1' }] } }, 'sent'],
  ['vonage-sms', vonage('1'), 'transient'],
  ['vonage-sms', vonage('5'), 'transient'],
  ['vonage-sms', vonage('4'), 'barred'],
  ['vonage-sms', vonage('9'), 'barred'],
  ['vonage-sms', vonage('7'), 'permanent'],
  ['vonage-sms', vonage('6'), 'refused'],
  ['sns-sms', sns('OptedOut', 'Phone number is opted out'), 'permanent'],
  ['sns-sms', sns('InvalidParameter', 'Invalid parameter: PhoneNumber Reason: not valid to publish to'), 'permanent'],
  ['sns-sms', sns('InvalidParameter', 'Invalid parameter: Message too long'), 'refused'],
  ['sns-sms', sns('Throttling', '', 400), 'transient'],
  ['sns-sms', sns('SignatureDoesNotMatch', '', 403), 'barred'],
  ['messagebird-sms', bird(10, 'recipients'), 'permanent'],
  ['messagebird-sms', bird(10, 'body'), 'refused'],
  ['messagebird-sms', bird(25, null), 'barred'],
  ['messagebird-sms', bird(2, 'access_key', 401), 'barred'],
  ['whatsapp', meta(131026), 'permanent'],
  ['whatsapp', meta(131047), 'refused'],
  ['whatsapp', meta(470), 'refused'],
  ['whatsapp', meta(130429, 429), 'transient'],
  ['whatsapp', meta(131056), 'transient'],
  ['whatsapp', meta(190, 401), 'barred'],
  ['whatsapp', meta(132000), 'barred'],
]

for (const [kind, answer, wanted] of cases)
  test(`${kind}: ${JSON.stringify(answer).slice(0, 90)} is ${wanted}`, async () => {
    const channel = channelOf(kind)
    assert.ok(channel)
    const server = await startVendor(answer)
    const outcome = await channel.send(channel.write(aMessage(), channel.sample), channel.sample, server.via())
    const isBarred = outcome.result === 'transient' && outcome.unreachable === true
    assert.equal(isBarred ? 'barred' : outcome.result, wanted, JSON.stringify(outcome))
    if (outcome.result === 'sent') assert.ok(outcome.receipt, 'a later report names it')
  })

test('the hook is named with each message, where the vendor is told so', async () => {
  const hook = 'https://status.acme.example/channels/kind/token'
  for (const kind of ['twilio-sms', 'twilio-voice', 'vonage-sms', 'messagebird-sms']) {
    const channel = channelOf(kind)
    assert.ok(channel)
    const server = await startVendor({ status: 201 })
    await channel.send(channel.write(aMessage(), channel.sample), channel.sample, { ...server.via(), hook })
    assert.ok(decodeURIComponent(server.requests[0]?.text ?? '').includes(hook), kind)
  }
})
