import { createPublicKey, createVerify } from 'node:crypto'
import { Unauthenticated } from '../lib/errors.ts'
import { parseMailbox } from '../lib/mailbox.ts'
import { z } from '../lib/zod.ts'
import { askJson, jsonOf, outcomeOf } from './ask.ts'
import { type Arrival, defineChannel, type Heard, type Outcome } from './channel.ts'
import { oneLine } from './email.ts'
import { mailDestination, mailLength, mailSettings } from './email-account.ts'
import { writeMail } from './email-message.ts'
import { cameBack, headerLines, jsonFrom } from './email-send.ts'

const settings = z.object({
  key: z
    .string()
    .regex(/^SG\.[\w.-]{20,200}$/, 'expected a key that begins with SG.')
    .meta({ secret: true, title: 'API key', description: 'A restricted key with "Mail Send" alone.' }),
  region: z
    .enum(['global', 'eu'])
    .default('global')
    .meta({ title: 'Region', description: 'eu for a regional subuser.' }),
  ...mailSettings,
  verificationKey: z
    .string()
    .refine((text) => keyOf(text) !== null, 'expected the verification key of the Event Webhook: MFkwEwYHKoZIzj0C…')
    .optional()
    .meta({ title: 'Verification key', description: 'Of the signed Event Webhook. Without it no bounce is believed.' }),
})

const hosts = { global: 'api.sendgrid.com', eu: 'api.eu.sendgrid.com' }

/** What an event gives back: https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event#unique-arguments */
const tag = 'upfront_message'

export const sendgrid = defineChannel({
  kind: 'sendgrid',
  medium: 'email',
  name: 'SendGrid',
  docs: 'https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send',
  reaches: ['subscriber'],
  setup: `1. Authenticate your domain in SendGrid: Settings, Sender Authentication.
2. Make an API key with restricted access: "Mail Send" alone.
3. Add an Event Webhook to {{hook}} for delivered, bounced, dropped and spam reports, with Signature Verification on.
4. Copy its verification key here.`,
  settings,
  ...mailDestination,
  host: ({ settings: { region } }) => hosts[region],
  limits: { text: mailLength },
  sample: {
    settings: {
      key: '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',
      region: 'global',
      from: 'Acme Cloud <status@acme.example>',
    },
    target: { email: 'pat@customer.example' },
  },
  write: (message, to) => writeMail(message, to),
  async send({ mail }, { settings }, via) {
    const replyTo = mail.replyTo ? parseMailbox(mail.replyTo) : null
    const value = {
      personalizations: [{ to: [{ email: mail.to }] }],
      from: { email: mail.from.address, name: oneLine(mail.from.name) },
      ...(replyTo && { reply_to: { email: replyTo.address, ...(replyTo.name && { name: replyTo.name }) } }),
      subject: oneLine(mail.subject),
      content: [
        { type: 'text/plain', value: mail.text },
        { type: 'text/html', value: mail.html },
      ],
      headers: headerLines({ ...mail, date: via.now() }),
      custom_args: { [tag]: mail.messageId },
      tracking_settings: {
        click_tracking: { enable: false, enable_text: false },
        open_tracking: { enable: false },
        subscription_tracking: { enable: false },
      },
    }
    const url = `https://${hosts[settings.region]}/v3/mail/send`
    const asked = await askJson(via, url, value, true, { authorization: `Bearer ${settings.key}` })
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const { errors = [] } = Failure.safeParse(jsonOf(response)).data ?? {}
    if (response.status === 400 && errors.some(({ field }) => /^personalizations\.0\.to\.0\.email$/.test(field ?? '')))
      return { result: 'permanent', reason: '400: not a valid address' }
    return waiting(outcomeOf(response, via.now(), '', mail.messageId), response.headers, via.now())
  },
  async hear(arrival, settings) {
    verify(arrival, settings.verificationKey)
    const events = z.array(Event).max(10_000).parse(jsonFrom(arrival.body))
    return { heard: events.flatMap(heardOf) }
  },
})

const Failure = z.looseObject({
  errors: z.array(z.looseObject({ field: z.string().nullish() })).optional(),
})

/** Seconds of Unix time: https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits */
function waiting(outcome: Outcome, headers: Record<string, string>, now: Date): Outcome {
  const reset = Number(headers['x-ratelimit-reset'])
  if (outcome.result !== 'transient' || headers['retry-after'] || !(reset > 0)) return outcome
  return { ...outcome, retryAfter: Math.min(86_400, Math.max(1, Math.ceil(reset - now.getTime() / 1000))) }
}

function keyOf(text: string) {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyType === 'ec' ? key : null
  } catch {
    return null
  }
}

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features */
function verify({ headers, body }: Arrival, verificationKey: string | undefined) {
  const key = keyOf(verificationKey ?? '')
  const signature = headers['x-twilio-email-event-webhook-signature']
  const timestamp = headers['x-twilio-email-event-webhook-timestamp']
  const isGood =
    key &&
    signature &&
    timestamp &&
    createVerify('sha256').update(timestamp).update(body).verify(key, signature, 'base64')
  if (!isGood) throw new Unauthenticated('This was not signed with the verification key of the account')
}

const Event = z.looseObject({
  event: z.string(),
  email: z.string(),
  type: z.string().optional(),
  reason: z.string().optional(),
  timestamp: z.number().optional(),
  [tag]: z.string().optional(),
})

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event#delivery-events */
function heardOf({ event, email, type, reason = '', timestamp: at, [tag]: receipt }: z.output<typeof Event>): Heard[] {
  if (event === 'delivered') return receipt ? [{ heard: 'delivered', receipt }] : []
  if (event === 'bounce')
    return cameBack({ heard: 'bounce', receipt, email, hard: type !== 'blocked', reason: reason || 'bounced', at })
  if (event === 'spamreport')
    return cameBack({ heard: 'complaint', receipt, email, hard: true, reason: 'spam report', at })
  if (event !== 'dropped') return []
  const isComplaint = /spam report/i.test(reason)
  const isAddress = /bounced|invalid|unsubscribed/i.test(reason)
  return cameBack({
    heard: isComplaint ? 'complaint' : 'bounce',
    receipt,
    email,
    hard: isAddress,
    reason: `dropped: ${reason}`,
    at,
  })
}
