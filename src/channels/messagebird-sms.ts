import { InvalidInput, Unauthenticated } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { askJson, outcomeOf } from './ask.ts'
import { type Arrival, defineChannel, type Heard } from './channel.ts'
import { claimsOf, sha256 } from './jwt.ts'
import { parsePhone } from './phone.ts'
import { sms, smsLength } from './sms.ts'
import { answerOf, barred, gone } from './verdict.ts'

const settings = z.strictObject({
  accessKey: z
    .string()
    .trim()
    .regex(/^(live_|test_)?[A-Za-z0-9]{20,60}$/, 'expected a live access key of 25 letters and digits')
    .meta({ secret: true, title: 'Access key', description: 'Under Developers, API access: a live key.' }),
  signingKey: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9]{16,128}$/, 'expected the signing key, of letters and digits')
    .optional()
    .meta({
      secret: true,
      title: 'Signing key',
      description: 'Under Developers, API settings. Without it no report and no STOP is heard.',
    }),
  from: z
    .string()
    .trim()
    .regex(
      /^(\+?\d{5,15}|(?=.*[A-Za-z])[A-Za-z0-9 ]{2,11})$/,
      'expected a number of yours, or a name of up to 11 letters',
    )
    .meta({
      title: 'Originator',
      description: 'A number of yours, or a name of up to 11 letters where the country allows it.',
    }),
})
type Settings = z.output<typeof settings>

/** https://developers.messagebird.com/api/sms-messaging/ */
export const messagebirdSms = defineChannel({
  kind: 'messagebird-sms',
  name: 'MessageBird SMS',
  docs: 'https://developers.messagebird.com/api/sms-messaging/',
  setup: `1. In MessageBird's dashboard (Bird's classic one) copy a live access key and the signing key, under Developers.
2. Rent a number, and let its flow call {{hook}} with POST when a text comes in: so STOP is heard.
3. Upfront names the same address for delivery reports.`,
  ...sms,
  settings,
  host: () => 'rest.messagebird.com',
  limits: {
    text: smsLength,
    rate: { perSecond: 500, per: 'account', source: 'https://developers.messagebird.com/api/#rate-limiting' },
  },
  sample: {
    settings: {
      accessKey: 'live_gshuPaZoeEG6ovbc8M79w0QyM',
      signingKey: 'PlLrKaqvZNRR5zAjm42ZT6q1SQxgbbGd',
      from: 'AcmeCloud',
    },
    target: { number: '+4915112345678' },
  },
  async send({ text, reference }, { settings: account, target }, via) {
    const message = {
      recipients: [Number(target.number.slice(1))],
      originator: account.from.replace('+', ''),
      body: text,
      datacoding: 'auto',
      reference,
      ...(via.hook && { reportUrl: via.hook }),
    }
    const authorization = { authorization: `AccessKey ${account.accessKey}` }
    const asked = await askJson(via, 'https://rest.messagebird.com/messages', message, true, authorization)
    if ('outcome' in asked) return asked.outcome
    const answer = answerOf(Answer, asked.response)
    const error = answer?.errors?.[0]
    const usual = outcomeOf(asked.response, via.now(), error ? `MessageBird error ${error.code}` : '', answer?.id)
    if (usual.result !== 'refused') return usual
    // 2: the key; 20: no such originator; 25: no money. https://developers.messagebird.com/api/#errors
    if (error && [2, 20, 25].includes(error.code)) return barred(usual)
    return error?.parameter === 'recipients' || error?.parameter === 'recipient' ? gone(usual) : usual
  },
  hear: async (arrival, account, via) => ({ heard: heardOf(readSigned(arrival, account, via.now())) }),
})

const Answer = z.object({
  id: z
    .string()
    .max(64)
    .regex(/^[0-9a-z-]+$/)
    .optional()
    .catch(undefined),
  errors: z
    .array(z.object({ code: z.int(), parameter: z.string().nullish() }))
    .optional()
    .catch(undefined),
})

/** Reports come as a GET, texts as a POST: https://developers.messagebird.com/api/#verifying-http-requests */
function readSigned({ url, body, headers, query }: Arrival, { signingKey }: Settings, now: Date): Map<string, string> {
  const claims = signingKey ? claimsOf(headers['messagebird-signature-jwt'] ?? '', signingKey, now) : null
  const isWhole = claims?.url_hash === sha256(url) && (body.length === 0 || claims.payload_hash === sha256(body))
  if (!isWhole) throw new Unauthenticated('The header MessageBird-Signature-JWT is missing or wrong')
  if (body.length === 0) return new Map(Object.entries(query))
  if (!/json/i.test(headers['content-type'] ?? '')) return new Map(new URLSearchParams(body.toString('utf8')))
  try {
    const fields = Object.entries(z.record(z.string(), z.unknown()).parse(JSON.parse(body.toString('utf8'))))
    return new Map(
      fields.flatMap(([name, value]) => (['string', 'number'].includes(typeof value) ? [[name, String(value)]] : [])),
    )
  } catch {
    throw new InvalidInput('This is not what MessageBird posts.', [{ pointer: '', detail: 'expected an object' }])
  }
}

function heardOf(given: Map<string, string>): Heard[] {
  const receipt = given.get('id') ?? ''
  const text = given.get('body') ?? given.get('payload')
  const from = parsePhone(`+${(given.get('originator') ?? '').replace('+', '')}`).number
  if (text !== undefined && from) return [{ heard: 'reply', from, text }]
  const status = given.get('status')
  if (status === 'delivered') return [{ heard: 'delivered', receipt }]
  if (status !== 'delivery_failed' && status !== 'expired') return []
  const code = Number(given.get('statusErrorCode') ?? 0)
  const reason = `${status}, MessageBird error ${code}`
  return hard.has(code) || soft.has(code)
    ? [{ heard: 'bounce', for: { receipt }, hard: hard.has(code), reason }]
    : [{ heard: 'failed', receipt, reason }]
}

/** Unknown, unidentified and illegal subscribers; opted out. https://developers.messagebird.com/api/sms-messaging/#sms-errors */
const hard = new Set([1, 5, 9, 103])
/** Absent. */
const soft = new Set([6, 27])
