import { z } from '../lib/zod.ts'
import { defineChannel, type Heard } from './channel.ts'
import { parsePhone } from './phone.ts'
import { sms, smsLength } from './sms.ts'
import { postTwilio, readTwilioHook, twilioAccount, twilioHost } from './twilio.ts'

const settings = z.strictObject({
  ...twilioAccount,
  from: z
    .string()
    .trim()
    .regex(
      /^(MG[0-9a-f]{32}|\+\d{7,15}|\d{5,6}|(?=[^+]*[A-Za-z])[A-Za-z0-9 ]{2,11})$/,
      'expected the SID of a messaging service (MG…), a number such as +14155552671, a short code, or a name of up to 11 letters',
    )
    .meta({
      title: 'Sender',
      description:
        'The SID of a messaging service (MG…), a number of yours, a short code, or a name of up to 11 letters.',
    }),
})

/** https://www.twilio.com/docs/messaging/api/message-resource */
export const twilioSms = defineChannel({
  kind: 'twilio-sms',
  name: 'Twilio SMS',
  docs: 'https://www.twilio.com/docs/messaging/api/message-resource',
  setup: `1. In Twilio's console buy a number, or make a messaging service with your numbers in it. For the United States register your brand and an A2P 10DLC campaign first: unregistered texts are filtered.
2. Copy the Account SID and the auth token from the console's first page, and the sender here.
3. Of the number or the messaging service set "A message comes in" to Webhook, POST, {{hook}}: so STOP and HELP are heard. Upfront names the same address for delivery reports.`,
  ...sms,
  settings,
  host: () => twilioHost,
  // Twilio queues by sender: one a second for a number of the United States, https://help.twilio.com/articles/115002943027
  limits: { text: smsLength, atOnce: 10 },
  sample: {
    settings: {
      accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
      authToken: 'fedcba9876543210fedcba9876543210',
      from: '+14155552671',
    },
    target: { number: '+4915112345678' },
  },
  send: ({ text }, { settings: account, target }, via) =>
    postTwilio(
      account,
      'Messages',
      {
        To: target.number,
        Body: text,
        ...(account.from.startsWith('MG') ? { MessagingServiceSid: account.from } : { From: account.from }),
        ...(via.hook && { StatusCallback: via.hook }),
      },
      via,
    ),
  async hear(arrival, { authToken }) {
    const form = readTwilioHook(arrival, authToken)
    // An empty TwiML document: no answer by Twilio.
    const reply = { status: 200, contentType: 'text/xml', body: '<Response/>' }
    return { heard: heardOf(form), reply }
  },
})

/** https://www.twilio.com/docs/messaging/guides/track-outbound-message-status and /webhook-request */
function heardOf(form: Map<string, string>): Heard[] {
  const from = parsePhone(form.get('From') ?? '').number
  const body = form.get('Body')
  const receipt = form.get('MessageSid') ?? ''
  if (body !== undefined && from)
    return [{ heard: 'reply', from, text: body, ...(form.has('OptOutType') && { answered: true }) }]
  const code = Number(form.get('ErrorCode') ?? 0)
  const reason = `Twilio error ${code}`
  switch (form.get('MessageStatus')) {
    case 'delivered':
    case 'read':
      return [{ heard: 'delivered', receipt }]
    case 'undelivered':
    case 'failed':
      return hard.has(code) || soft.has(code)
        ? [{ heard: 'bounce', for: { receipt }, hard: hard.has(code), reason }]
        : [{ heard: 'failed', receipt, reason }]
    default:
      return []
  }
}

/** Stopped; unknown; a landline: https://www.twilio.com/docs/api/errors/30005 and its neighbours. */
const hard = new Set([21_610, 30_005, 30_006])
/** Switched off or out of reach; blocked on the handset. What filters and registers (30007, 30034 …) is not the number's fault. */
const soft = new Set([30_003, 30_004])
