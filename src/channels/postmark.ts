import { Unauthenticated } from '../lib/errors.ts'
import { sameText } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import { askJson, jsonOf, outcomeOf } from './ask.ts'
import { type Arrival, defineChannel, type Heard, type Outcome } from './channel.ts'
import { oneLine } from './email.ts'
import { mailDestination, mailLength, mailSettings } from './email-account.ts'
import { writeMail } from './email-message.ts'
import { cameBack, headerLines, jsonFrom, mailboxOf } from './email-send.ts'

const settings = z.object({
  token: z
    .string()
    .regex(/^[\w-]{16,100}$/, 'expected the token of a server')
    .meta({
      secret: true,
      title: 'Server API token',
      description: 'Of the server, under API Tokens; not of the account.',
    }),
  stream: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,29}$/, 'expected the id of a message stream such as broadcast')
    .default('broadcast')
    .meta({ title: 'Message stream', description: 'broadcast, for one message to many people.' }),
  ...mailSettings,
  hookPassword: z
    .string()
    .regex(/^[\w-]{8,100}$/, 'expected 8 to 100 letters and digits')
    .optional()
    .meta({
      secret: true,
      title: 'Password of the hook',
      description: 'Postmark signs nothing: have it sign in as upfront with this. Without it, no bounce is believed.',
    }),
})

export const postmark = defineChannel({
  kind: 'postmark',
  medium: 'email',
  name: 'Postmark',
  docs: 'https://postmarkapp.com/developer/api/email-api',
  reaches: ['subscriber'],
  setup: `1. Verify your domain in Postmark: Sender Signatures, with DKIM and Return-Path.
2. Make a server with a broadcast stream whose unsubscribe handling is "Custom", and copy the server's API token.
3. Add a webhook to {{hook}} for deliveries, bounces and spam complaints, with Basic auth: user upfront, the password below.`,
  settings,
  ...mailDestination,
  host: () => 'api.postmarkapp.com',
  limits: { text: mailLength },
  sample: {
    settings: {
      token: '5f0a1d3c-7e2b-4c91-a6d8-0b9e4f2c1a7d',
      stream: 'broadcast',
      from: 'Acme Cloud <status@acme.example>',
    },
    target: { email: 'pat@customer.example' },
  },
  write: (message, to) => writeMail(message, to),
  async send({ mail }, { settings }, via) {
    const value = {
      From: mailboxOf(mail.from),
      To: mail.to,
      ...(mail.replyTo && { ReplyTo: oneLine(mail.replyTo) }),
      Subject: oneLine(mail.subject),
      TextBody: mail.text,
      HtmlBody: mail.html,
      MessageStream: settings.stream,
      TrackOpens: false,
      TrackLinks: 'None',
      // Keeps our Message-ID, by which the thread hangs together.
      Headers: Object.entries({ ...headerLines({ ...mail, date: via.now() }), 'X-PM-KeepID': 'true' }).map(
        ([Name, Value]) => ({ Name, Value }),
      ),
    }
    const asked = await askJson(via, 'https://api.postmarkapp.com/email', value, true, {
      accept: 'application/json',
      'x-postmark-server-token': settings.token,
    })
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const answer = Answer.safeParse(jsonOf(response)).data ?? {}
    const usual = outcomeOf(response, via.now(), '', answer.MessageID)
    return usual.result === 'sent' && !answer.ErrorCode ? usual : failure(answer, usual)
  },
  async hear(arrival, settings) {
    signIn(arrival, settings.hookPassword)
    return { heard: heardOf(Event.parse(jsonFrom(arrival.body))) }
  },
})

const Answer = z.looseObject({
  ErrorCode: z.int().optional(),
  Message: z.string().optional(),
  MessageID: z
    .string()
    .max(100)
    .regex(/^[\w-]+$/)
    .optional(),
})

/** Sender not known or not confirmed, no credit, account pending or closed, no such stream. */
const accounts = new Set([10, 400, 401, 405, 412, 413, 1226, 1235])

/** https://postmarkapp.com/developer/api/overview#error-codes */
function failure({ ErrorCode: code = 0, Message: message = '' }: z.output<typeof Answer>, otherwise: Outcome): Outcome {
  if (code === 406) return { result: 'permanent', reason: '406: the recipient is inactive at Postmark' }
  if (code === 300 && /'to'/i.test(message)) return { result: 'permanent', reason: '300: not a valid address' }
  if (accounts.has(code)) return { result: 'transient', reason: `${code}: the account may not send`, unreachable: true }
  if (code === 100 || code === 429) return { result: 'transient', reason: `${code}: try again`, retryAfter: 30 }
  if (otherwise.result === 'sent') return { result: 'refused', reason: `error ${code}` }
  return code > 0 && otherwise.result === 'refused' ? { result: 'refused', reason: `error ${code}` } : otherwise
}

/** https://postmarkapp.com/developer/webhooks/webhooks-overview#protecting-your-webhook */
function signIn({ headers }: Arrival, password: string | undefined) {
  if (!password) throw new Unauthenticated('Give this account a password of the hook: Postmark signs nothing')
  const expected = `Basic ${Buffer.from(`upfront:${password}`).toString('base64')}`
  if (!sameText(headers.authorization ?? '', expected))
    throw new Unauthenticated('Postmark has to sign in as upfront with the password of the hook')
}

const Event = z.looseObject({
  RecordType: z.string(),
  MessageID: z.string().max(100).optional(),
  Email: z.string().optional(),
  Recipient: z.string().optional(),
  Type: z.string().optional(),
  Description: z.string().optional(),
  Details: z.string().optional(),
  BouncedAt: z.string().max(100).optional(),
})

const hard = new Set(['HardBounce', 'BadEmailAddress', 'ManuallyDeactivated'])
/** Answers of machines, and what is no matter of the address. */
const idle = new Set([
  'AutoResponder',
  'AddressChange',
  'Subscribe',
  'ChallengeVerification',
  'OpenRelayTest',
  'VirusNotification',
  'SMTPApiError',
  'TemplateRenderingFailed',
  'InboundError',
  'Unconfirmed',
  'Transient',
])

/** https://postmarkapp.com/developer/api/bounce-api#bounce-types */
function heardOf(event: z.output<typeof Event>): Heard[] {
  const { RecordType: record, MessageID: receipt, Type: type = '', BouncedAt: at } = event
  const email = event.Email ?? event.Recipient ?? ''
  const reason = event.Details || event.Description || type
  if (record === 'Delivery') return receipt ? [{ heard: 'delivered', receipt }] : []
  if (record === 'SpamComplaint' || type === 'SpamComplaint')
    return cameBack({ heard: 'complaint', receipt, email, hard: true, reason: 'spam complaint', at })
  if (record !== 'Bounce' || idle.has(type)) return []
  return cameBack({ heard: 'bounce', receipt, email, hard: hard.has(type), reason: `${type}: ${reason}`, at })
}
