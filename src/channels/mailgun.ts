import { createHmac } from 'node:crypto'
import { Unauthenticated } from '../lib/errors.ts'
import { sameText } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import { ask, jsonOf, outcomeOf } from './ask.ts'
import { defineChannel, type Heard, type Outcome } from './channel.ts'
import { oneLine } from './email.ts'
import { domainName, mailDestination, mailLength, mailSettings } from './email-account.ts'
import { writeMail } from './email-message.ts'
import { isNoAddress } from './email-outcome.ts'
import { cameBack, headerLines, jsonFrom, mailboxOf } from './email-send.ts'

const settings = z.object({
  key: z
    .string()
    .regex(/^[\w-]{16,100}$/, 'expected an API key')
    .meta({ secret: true, title: 'API key', description: 'The sending key of the domain.' }),
  domain: domainName.meta({ title: 'Sending domain', description: 'mg.acme.example' }),
  region: z.enum(['us', 'eu']).default('us').meta({ title: 'Region', description: 'Where the domain was made.' }),
  ...mailSettings,
  signingKey: z
    .string()
    .regex(/^[\w-]{16,100}$/, 'expected the HTTP webhook signing key')
    .optional()
    .meta({
      secret: true,
      title: 'Webhook signing key',
      description: 'Under API Security. Without it no bounce is believed.',
    }),
})

const hosts = { us: 'api.mailgun.net', eu: 'api.eu.mailgun.net' }

export const mailgun = defineChannel({
  kind: 'mailgun',
  medium: 'email',
  name: 'Mailgun',
  docs: 'https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages',
  reaches: ['subscriber'],
  setup: `1. Add and verify a sending domain in Mailgun, and make a sending key for it.
2. Add webhooks to {{hook}} for delivered messages, permanent failures and spam complaints.
3. Copy the HTTP webhook signing key from API Security.`,
  settings,
  ...mailDestination,
  host: ({ settings: { region } }) => hosts[region],
  limits: { text: mailLength },
  sample: {
    settings: {
      key: '7d1c0f5a94be4f0fa2c3d1e8b7a65432-1a2b3c4d-5e6f7a8b',
      domain: 'mg.acme.example',
      region: 'us',
      from: 'Acme Cloud <status@acme.example>',
    },
    target: { email: 'pat@customer.example' },
  },
  write: (message, to) => writeMail(message, to),
  async send({ mail }, { settings }, via) {
    const fields = new URLSearchParams({
      from: mailboxOf(mail.from),
      to: mail.to,
      ...(mail.replyTo && { 'h:Reply-To': oneLine(mail.replyTo) }),
      subject: oneLine(mail.subject),
      text: mail.text,
      html: mail.html,
      'o:tracking': 'no',
    })
    for (const [name, value] of Object.entries(headerLines({ ...mail, date: via.now() })))
      fields.append(`h:${name}`, value)
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`api:${settings.key}`).toString('base64')}`,
    }
    const url = `https://${hosts[settings.region]}/v3/${settings.domain}/messages`
    const asked = await ask(via, url, { method: 'POST', headers, body: String(fields) }, true)
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const { message = '' } = Answer.safeParse(jsonOf(response)).data ?? {}
    return failure(response.status, message, outcomeOf(response, via.now(), '', mail.messageId))
  },
  async hear({ body }, settings, via) {
    const { signature, 'event-data': event } = Arrived.parse(jsonFrom(body))
    verify(signature, settings.signingKey, via.now())
    return { heard: heardOf(event) }
  },
})

const Answer = z.looseObject({ message: z.string().optional() })

/** https://documentation.mailgun.com/docs/mailgun/api-reference/api-overview#api-response-codes */
function failure(status: number, message: string, otherwise: Outcome): Outcome {
  if (status === 400 && /\bto\b.{0,20} is not a valid address/i.test(message))
    return { result: 'permanent', reason: '400: not a valid address' }
  // No such domain, or one that may not send.
  if (status === 402 || status === 404)
    return { result: 'transient', reason: `${status}: the domain may not send`, unreachable: true }
  return otherwise
}

const Arrived = z.looseObject({
  signature: z.looseObject({ timestamp: z.coerce.string(), token: z.string(), signature: z.string() }),
  'event-data': z.looseObject({
    event: z.string(),
    timestamp: z.number().optional(),
    severity: z.string().optional(),
    reason: z.string().nullish(),
    recipient: z.string().default(''),
    message: z.looseObject({ headers: z.looseObject({ 'message-id': z.string().optional() }).optional() }).optional(),
    'delivery-status': z
      .looseObject({
        code: z.number().optional(),
        'enhanced-code': z.string().nullish(),
        message: z.string().nullish(),
        description: z.string().nullish(),
      })
      .optional(),
  }),
})
type Arrived = z.output<typeof Arrived>

/** Mailgun tries a hook again for eight hours; what was signed longer ago is a replay. */
const longest = 12 * 3600

/** https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks */
function verify({ timestamp, token, signature }: Arrived['signature'], key: string | undefined, now: Date) {
  const expected = createHmac('sha256', key ?? '')
    .update(`${timestamp}${token}`)
    .digest('hex')
  if (!key || !sameText(signature, expected))
    throw new Unauthenticated('This was not signed with the webhook signing key of the account')
  const age = now.getTime() / 1000 - Number(timestamp)
  if (!(age > -300 && age < longest)) throw new Unauthenticated('This was signed too long ago')
}

/** https://documentation.mailgun.com/docs/mailgun/user-manual/events/event-structure */
function heardOf(data: Arrived['event-data']): Heard[] {
  const { event, severity, recipient, reason, timestamp: at } = data
  const status = data['delivery-status']
  const receipt = data.message?.headers?.['message-id']
  if (event === 'delivered') return receipt ? [{ heard: 'delivered', receipt }] : []
  if (event === 'complained' || reason === 'suppress-complaint')
    return cameBack({ heard: 'complaint', receipt, email: recipient, hard: true, reason: reason ?? 'complained', at })
  // While it is temporary, Mailgun tries again by itself.
  if (event !== 'failed' || severity === 'temporary') return []
  const isHard =
    reason === 'suppress-bounce' ||
    reason === 'suppress-unsubscribe' ||
    isNoAddress(status?.['enhanced-code'] || null, status?.code)
  const words = status?.message || status?.description || reason || 'failed'
  return cameBack({ heard: 'bounce', receipt, email: recipient, hard: isHard, reason: words, at })
}
