import { AwsV4Signer } from 'aws4fetch'
import { z } from '../lib/zod.ts'
import { ask, jsonOf, outcomeOf, retryAfterOf } from './ask.ts'
import { defineChannel, type Heard, type Outcome } from './channel.ts'
import { composed } from './email.ts'
import { mailDestination, mailLength, mailSettings } from './email-account.ts'
import { writeMail } from './email-message.ts'
import { rawOf } from './email-raw.ts'
import { cameBack, jsonFrom } from './email-send.ts'
import { readSnsHook } from './sns-hook.ts'

const settings = z.object({
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]{2,12}){1,2}-\d{1,2}$/, 'expected a region such as eu-central-1')
    .meta({ title: 'Region', description: 'eu-central-1: where your identity is verified.' }),
  keyId: z
    .string()
    .regex(/^[A-Z0-9]{16,128}$/, 'expected an access key id such as AKIAIOSFODNN7EXAMPLE')
    .meta({ title: 'Access key id', description: 'Of an IAM user who may ses:SendEmail and nothing else.' }),
  secret: z
    .string()
    .regex(/^[\x21-\x7e]{16,200}$/, 'expected the secret access key, without spaces')
    .meta({ secret: true, title: 'Secret access key', description: 'Shown once, when the key is made.' }),
  ...mailSettings,
  configurationSet: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected the name of a configuration set')
    .optional()
    .meta({ title: 'Configuration set', description: 'The one that publishes bounces and complaints.' }),
  topic: z
    .string()
    .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]{1,256}$/, 'expected the ARN of an SNS topic')
    .optional()
    .meta({ title: 'SNS topic', description: 'arn:aws:sns:eu-central-1:123456789012:mail: no other is listened to.' }),
})
type Settings = z.output<typeof settings>

const endpointOf = (region: string) => `email.${region}.amazonaws.com`

export const ses = defineChannel({
  kind: 'ses',
  medium: 'email',
  name: 'Amazon SES',
  docs: 'https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html',
  reaches: ['subscriber'],
  setup: `1. Verify your domain in Amazon SES, with Easy DKIM, and ask for production access.
2. Make an IAM user who may ses:SendEmail, and an access key for it.
3. Make an SNS topic, and have bounces, complaints and deliveries of your identity or configuration set published to it.
4. Subscribe {{hook}} to the topic, by HTTPS, with raw message delivery off. Upfront confirms it.`,
  settings,
  ...mailDestination,
  host: ({ settings: { region } }) => endpointOf(region),
  limits: { text: mailLength },
  sample: {
    settings: {
      region: 'eu-central-1',
      keyId: 'AKIAIOSFODNN7EXAMPLE',
      secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      from: 'Acme Cloud <status@acme.example>',
    },
    target: { email: 'pat@customer.example' },
  },
  write: (message, to) => writeMail(message, to),
  async send({ mail }, { settings }, via) {
    const raw = rawOf(composed({ ...mail, date: via.now() }), mail.list?.unsubscribe)
    const body = JSON.stringify({
      Destination: { ToAddresses: [mail.to] },
      Content: { Raw: { Data: raw.toString('base64') } },
      ...(settings.configurationSet && { ConfigurationSetName: settings.configurationSet }),
    })
    const { url, headers } = await signed(settings, body, via.now())
    const asked = await ask(via, url, { method: 'POST', headers, body }, true)
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const answer = Answer.safeParse(jsonOf(response)).data ?? {}
    if (response.status >= 200 && response.status < 300)
      return answer.MessageId
        ? {
            result: 'sent',
            detail: `taken as ${plain(answer.MessageId)}`,
            receipt: receiptOf(answer.MessageId, settings),
          }
        : { result: 'sent', detail: 'taken' }
    const type = (response.headers['x-amzn-errortype'] ?? answer.__type ?? '')
      .split(/[:#]/)
      .find((part) => /^[A-Z]/.test(part))
    return failure(
      type ?? '',
      answer.message ?? '',
      outcomeOf(response, via.now(), plain(type ?? '')),
      retryAfterOf(response.headers['retry-after'], via.now()),
    )
  },
  async hear(arrival, settings, via) {
    const message = await readSnsHook(arrival, settings.topic ?? '', via)
    return { heard: message === null ? [] : heardOf(message, settings) }
  },
})

/** Names of errors are words; all else that comes back may repeat what we sent. */
const plain = (text: string) => text.replace(/[^A-Za-z0-9-]/g, '').slice(0, 100)

async function signed({ region, keyId, secret }: Settings, body: string, now: Date) {
  const signer = new AwsV4Signer({
    method: 'POST',
    url: `https://${endpointOf(region)}/v2/email/outbound-emails`,
    headers: { 'content-type': 'application/json' },
    body,
    accessKeyId: keyId,
    secretAccessKey: secret,
    service: 'ses',
    region,
    datetime: now.toISOString().replace(/[:-]|\.\d{3}/g, ''),
  })
  const { url, headers } = await signer.sign()
  return { url: String(url), headers: Object.fromEntries(new Headers(headers)) }
}

const Answer = z.looseObject({
  MessageId: z.string().max(200).optional(),
  message: z.string().optional(),
  __type: z.string().optional(),
})

/** SES puts a Message-ID of its own in place of ours: https://docs.aws.amazon.com/ses/latest/dg/header-fields.html */
const receiptOf = (id: string, { region }: Settings) =>
  `${plain(id)}@${region === 'us-east-1' ? 'email' : region}.amazonses.com`

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors */
function failure(type: string, message: string, otherwise: Outcome, retryAfter: number | null): Outcome {
  if (/^(TooManyRequests|Throttling|LimitExceeded)/.test(type))
    return { result: 'transient', reason: type, retryAfter: retryAfter ?? (/daily/i.test(message) ? 3600 : 5) }
  const isAccounts = /^(AccountSuspended|SendingPaused|MailFromDomainNotVerified|NotFound)/.test(type)
  // In the sandbox every recipient must be verified: that is the account's state, and nothing about the address.
  if (isAccounts || (type.startsWith('MessageRejected') && /not verified/i.test(message)))
    return { result: 'transient', reason: `${plain(type)}: the account may not send`, unreachable: true }
  return otherwise
}

const recipients = z
  .array(z.looseObject({ emailAddress: z.string(), diagnosticCode: z.string().optional() }))
  .default([])
const Event = z.looseObject({
  eventType: z.string().optional(),
  notificationType: z.string().optional(),
  mail: z.looseObject({ messageId: z.string().max(200) }),
  bounce: z
    .looseObject({
      bounceType: z.string(),
      bounceSubType: z.string().default(''),
      bouncedRecipients: recipients,
      timestamp: z.string().optional(),
    })
    .optional(),
  complaint: z
    .looseObject({
      complaintFeedbackType: z.string().nullish(),
      complainedRecipients: recipients,
      timestamp: z.string().optional(),
    })
    .optional(),
})

/** https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html */
export function heardOf(message: string, settings: Settings): Heard[] {
  const event = Event.parse(jsonFrom(Buffer.from(message)))
  const type = event.eventType ?? event.notificationType
  const receipt = receiptOf(event.mail.messageId, settings)
  const { bounce, complaint } = event
  if (type === 'Delivery') return [{ heard: 'delivered', receipt }]
  if (type === 'Bounce' && bounce)
    return bounce.bouncedRecipients.flatMap(({ emailAddress, diagnosticCode }) =>
      cameBack({
        heard: 'bounce',
        receipt,
        email: emailAddress,
        hard: bounce.bounceType === 'Permanent',
        reason: diagnosticCode ?? `${bounce.bounceType} ${bounce.bounceSubType}`,
        at: bounce.timestamp,
      }),
    )
  // Somebody who takes a mail out of the junk folder reports it too, as "not-spam".
  if (type === 'Complaint' && complaint && complaint.complaintFeedbackType !== 'not-spam')
    return complaint.complainedRecipients.flatMap(({ emailAddress }) =>
      cameBack({
        heard: 'complaint',
        receipt,
        email: emailAddress,
        hard: true,
        reason: complaint.complaintFeedbackType ?? 'complaint',
        at: complaint.timestamp,
      }),
    )
  return []
}
