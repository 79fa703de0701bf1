import { createHmac } from 'node:crypto'
import { InvalidInput, Unauthenticated } from '../lib/errors.ts'
import { sameText } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import { ask, outcomeOf } from './ask.ts'
import { type Arrival, defineChannel, type Heard, type Outcome } from './channel.ts'
import { parsePhone } from './phone.ts'
import { sms, smsLength } from './sms.ts'
import { isInGsm } from './sms-text.ts'
import { answerOf, barred, gone, later, refused, unread } from './verdict.ts'

const settings = z.strictObject({
  apiKey: z
    .string()
    .trim()
    .regex(/^[0-9a-zA-Z]{6,20}$/, 'expected the API key, such as abcd1234')
    .meta({ title: 'API key', description: 'On the first page of Vonage’s dashboard: abcd1234.' }),
  apiSecret: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{8,64}$/, 'expected the API secret, without spaces')
    .meta({ secret: true, title: 'API secret', description: 'Beside the API key.' }),
  signatureSecret: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{16,128}$/, 'expected the signature secret of the account’s settings')
    .optional()
    .meta({
      secret: true,
      title: 'Signature secret',
      description: 'In the settings, with the method SHA-256 HMAC. Without it no report and no STOP is heard.',
    }),
  from: z
    .string()
    .trim()
    .regex(
      /^(\+?\d{5,15}|(?=.*[A-Za-z])[A-Za-z0-9 ]{2,11})$/,
      'expected a number of yours, or a name of up to 11 letters',
    )
    .meta({
      title: 'Sender',
      description: 'A number of yours, or a name of up to 11 letters where the country allows it.',
    }),
})
type Settings = z.output<typeof settings>

/** https://developer.vonage.com/en/api/sms */
export const vonageSms = defineChannel({
  kind: 'vonage-sms',
  name: 'Vonage SMS',
  docs: 'https://developer.vonage.com/en/api/sms',
  setup: `1. In Vonage's dashboard copy the API key and the API secret, and rent a number.
2. In the settings choose the SMS API, the signature method SHA-256 HMAC, and copy the signature secret.
3. Set both webhooks, for inbound messages and for delivery receipts, to {{hook}} with POST: so STOP is heard.`,
  ...sms,
  settings,
  host: () => 'rest.nexmo.com',
  limits: {
    text: smsLength,
    rate: {
      perSecond: 30,
      per: 'account',
      source: 'https://api.support.vonage.com/hc/en-us/articles/203993598',
    },
  },
  sample: {
    settings: {
      apiKey: 'abcd1234',
      apiSecret: 'Kq3vW8sXz1Lm9TtP',
      signatureSecret: 'aGVsbG8gdGhpcyBpcyBhIHNlY3JldA',
      from: 'AcmeCloud',
    },
    target: { number: '+4915112345678' },
  },
  async send({ text, reference }, { settings: account, target }, via) {
    const form = {
      api_key: account.apiKey,
      api_secret: account.apiSecret,
      from: account.from.replace('+', ''),
      to: target.number.slice(1),
      text,
      ...(!isInGsm(text) && { type: 'unicode' }),
      'client-ref': reference,
      ...(via.hook && { callback: via.hook }),
    }
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = new URLSearchParams(form).toString()
    const asked = await ask(via, 'https://rest.nexmo.com/sms/json', { method: 'POST', headers, body }, true)
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    // Each part has a status of its own; one that is refused is a message that nobody can read.
    const parts = answerOf(Answer, response)?.messages ?? []
    const bad = parts.find(({ status }) => status !== '0')
    const usual = outcomeOf(response, via.now(), bad ? `Vonage status ${bad.status}` : '', parts[0]?.['message-id'])
    if (usual.result !== 'sent') return usual
    if (bad) return meant(bad.status, usual)
    return parts.length > 0 ? usual : unread(usual)
  },
  hear: async (arrival, account) => ({ heard: heardOf(readSigned(arrival, account)) }),
})

const Answer = z.object({
  messages: z
    .array(z.object({ status: z.string().regex(/^\d{1,3}$/), 'message-id': z.string().max(64).optional() }))
    .min(1),
})

/** https://developer.vonage.com/en/messaging/sms/guides/troubleshooting-sms */
function meant(status: string, answer: Outcome): Outcome {
  if (status === '1' || status === '10') return later(answer, 1)
  if (status === '5') return later(answer, 60)
  if (status === '7') return gone(answer)
  // Credentials, suspended, no money, sender not allowed, list of test numbers, signature asked for.
  return ['4', '8', '9', '14', '15', '22', '29', '32'].includes(status) ? barred(answer) : refused(answer)
}

/**
 * A form, a query or JSON whose `sig` is good. Its age is not asked: what we did not take comes again for a day, and a STOP
 * must not be lost. https://developer.vonage.com/en/getting-started/concepts/signing-messages
 */
function readSigned({ body, headers, query }: Arrival, { signatureSecret }: Settings): Map<string, string> {
  const given = fieldsOf(body, headers['content-type'] ?? '', query)
  const signature = (given.get('sig') ?? '').toUpperCase()
  given.delete('sig')
  const text = [...given.keys()]
    .sort()
    .map((name) => `&${name}=${given.get(name)?.replace(/[&=]/g, '_')}`)
    .join('')
  const wanted = signatureSecret && createHmac('sha256', signatureSecret).update(text).digest('hex').toUpperCase()
  if (!wanted || !sameText(signature, wanted)) throw new Unauthenticated('The signature "sig" is missing or wrong')
  return given
}

function fieldsOf(body: Buffer, type: string, query: Record<string, string>): Map<string, string> {
  if (body.length === 0) return new Map(Object.entries(query))
  if (!/json/i.test(type)) return new Map(new URLSearchParams(body.toString('utf8')))
  try {
    const scalar = z.union([z.string(), z.number(), z.boolean()])
    return new Map(
      Object.entries(z.record(z.string(), scalar).parse(JSON.parse(body.toString('utf8')))).map(([k, v]) => [
        k,
        String(v),
      ]),
    )
  } catch {
    throw new InvalidInput('This is not what Vonage posts.', [{ pointer: '', detail: 'expected an object of texts' }])
  }
}

function heardOf(given: Map<string, string>): Heard[] {
  const receipt = given.get('messageId') ?? given.get('message-id') ?? ''
  const text = given.get('text')
  const from = parsePhone(`+${given.get('msisdn') ?? ''}`).number
  if (text !== undefined && from) return [{ heard: 'reply', from, text }]
  const status = given.get('status')
  const code = given.get('err-code') ?? ''
  if (status === 'delivered') return [{ heard: 'delivered', receipt }]
  if (!['failed', 'rejected', 'expired'].includes(status ?? '')) return []
  const reason = `${status}, Vonage error ${/^\d{1,3}$/.test(code) ? code : 'unknown'}`
  // 2 and 7: switched off; 3, 4 and 9: gone, barred by its owner, no such number. https://developer.vonage.com/en/messaging/sms/guides/delivery-receipts
  return ['2', '3', '4', '7', '9'].includes(code)
    ? [{ heard: 'bounce', for: { receipt }, hard: ['3', '4', '9'].includes(code), reason }]
    : [{ heard: 'failed', receipt, reason }]
}
