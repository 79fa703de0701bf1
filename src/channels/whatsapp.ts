import { createHmac } from 'node:crypto'
import { InvalidInput, Unauthenticated } from '../lib/errors.ts'
import { sameText } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import { askJson, outcomeOf } from './ask.ts'
import { type Arrival, defineChannel, type Heard, type Message, type Outcome } from './channel.ts'
import { dressed, type Parts } from './dress.ts'
import { parsePhone, toPhone } from './phone.ts'
import { plainLine } from './rich-text.ts'
import { answerOf, barred, gone, later, refused } from './verdict.ts'

const settings = z.strictObject({
  phoneNumberId: z
    .string()
    .trim()
    .regex(/^\d{5,20}$/, 'expected the phone number ID, of digits alone')
    .meta({
      title: 'Phone number ID',
      description: 'In Meta’s app dashboard under WhatsApp, API setup. Not the number itself.',
    }),
  token: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9]{40,500}$/, 'expected the access token of a system user')
    .meta({
      secret: true,
      title: 'Access token',
      description: 'Of a system user, which does not expire, with whatsapp_business_messaging.',
    }),
  appSecret: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{32}$/, 'expected the app secret: 32 digits and letters a to f')
    .meta({
      secret: true,
      title: 'App secret',
      description: 'In the app’s basic settings. It signs what Meta reports.',
    }),
  verifyToken: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9_-]{8,100}$/, 'expected 8 or more letters and digits')
    .meta({
      secret: true,
      title: 'Verify token',
      description: 'Any 8 or more letters and digits; the same in Meta’s webhook form.',
    }),
  template: z
    .string()
    .trim()
    .regex(/^[a-z0-9_]{1,512}$/, 'expected the name of a template, such as status_update')
    .meta({ title: 'Template', description: 'Approved by Meta, with three variables: status_update.' }),
  language: z
    .string()
    .trim()
    .regex(/^[a-z]{2,3}(_[A-Za-z]{2,4})?$/, 'expected the template’s language, such as en or en_US')
    .meta({ title: 'Language of the template', description: 'As Meta writes it: en or en_US.' }),
})

/** A template's body has 1,024 characters with its variables filled in; the words around them take some. */
const longest = 900

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/template-messages */
export const whatsapp = defineChannel({
  ...toPhone,
  kind: 'whatsapp',
  medium: 'whatsapp',
  name: 'WhatsApp',
  docs: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/template-messages',
  setup: `1. In Meta's app dashboard add WhatsApp to an app of yours, and a number to it. Copy the phone number ID and the app secret, and make a system user's token.
2. In WhatsApp Manager have a template of the category Utility approved, with the body: "Status update of {{1}}: {{2}} Read on: {{3}} Answer STOP to end these messages."
3. Under WhatsApp, Configuration, set the webhook to {{hook}} with the verify token, and subscribe to "messages": so STOP is heard.`,
  settings,
  host: () => 'graph.facebook.com',
  limits: {
    text: {
      max: longest,
      unit: 'characters',
      source: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components',
    },
    rate: {
      perSecond: 80,
      per: 'account',
      source: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput',
    },
  },
  sample: {
    settings: {
      phoneNumberId: '106540352242922',
      token: `EAAJB${'Zc7YFHgXq2'.repeat(8)}`,
      appSecret: '0123456789abcdef0123456789abcdef',
      verifyToken: 'verify-this-hook-1',
      template: 'status_update',
      language: 'en_US',
    },
    target: { number: '+4915112345678' },
  },
  write(message) {
    const values = valuesOf(message)
    return { text: values.join('\n'), values }
  },
  async send({ values }, { settings: account, target }, via) {
    const url = `https://graph.facebook.com/v23.0/${account.phoneNumberId}/messages`
    const parameters = values.map((text) => ({ type: 'text', text }))
    const message = {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: target.number,
      type: 'template',
      template: {
        name: account.template,
        language: { code: account.language },
        components: [{ type: 'body', parameters }],
      },
    }
    const asked = await askJson(via, url, message, true, { authorization: `Bearer ${account.token}` })
    if ('outcome' in asked) return asked.outcome
    const answer = answerOf(Answer, asked.response)
    const code = answer?.error?.code
    const usual = outcomeOf(asked.response, via.now(), code ? `WhatsApp error ${code}` : '', answer?.messages?.[0]?.id)
    return usual.result === 'sent' || code === undefined ? usual : meant(code, usual)
  },
  async hear(arrival, account) {
    if (arrival.method === 'GET') return { heard: [], reply: verified(arrival.query, account.verifyToken) }
    return { heard: heardOf(readSigned(arrival, account.appSecret)) }
  },
})

const Answer = z.object({
  messages: z
    .array(z.object({ id: z.string().regex(/^wamid\.[A-Za-z0-9+/=_-]{1,200}$/) }))
    .optional()
    .catch(undefined),
  error: z.object({ code: z.int() }).optional().catch(undefined),
})

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes */
function meant(code: number, answer: Outcome): Outcome {
  // Too much for the account (130429, 80007, 131048), for this pair (131056), for the app (4).
  if ([4, 80_007, 130_429, 131_048].includes(code))
    return later(answer, 'retryAfter' in answer ? answer.retryAfter : null)
  if (code === 131_056) return later(answer, 60)
  // Not on WhatsApp, or does not take it any more; has stopped us.
  if ([131_026, 131_050, 1026].includes(code)) return gone(answer)
  // Token, permission, account, payment, template: the same for everybody.
  if (
    [0, 3, 10, 190, 368, 131_005, 131_031, 131_042, 131_045, 133_010].includes(code) ||
    (code >= 132_000 && code < 133_000)
  )
    return barred(answer)
  // Outside of the 24 hours without a template (131047, 470); held back by Meta (131049) or an experiment (130472).
  return answer.result === 'transient' ? answer : refused(answer)
}

/** {{1}} brand, {{2}} what is said, {{3}} the link: no line breaks, no tabs, no more than four spaces in a row (error 132018). */
function valuesOf(message: Message): string[] {
  const brand = unmarked(plainLine(message.page.name, 60)) || '-'
  const short = message.short
    ? { ...message, body: plainLine(message.short, 500), kind: 'withdrawal' as const }
    : message
  const lay = ({ heading, body, facts, link }: Parts) => [
    brand,
    plainLine([heading, body, ...facts].filter((text) => text.trim() !== '').join(' · ')) || '-',
    link.url,
  ]
  const fits = (values: readonly string[]) => values.join('\n').length <= longest
  const values = dressed(short, lay, fits, unmarked)
  return fits(values)
    ? values
    : dressed(short, (parts) => lay({ ...parts, link: { ...parts.link, url: message.page.url } }), fits, unmarked)
}

/** WhatsApp makes text between marks bold, and has no way to escape them: other characters that look the same. https://faq.whatsapp.com/539178204879377 */
const unmarked = (text: string) =>
  text.replace(/[*_~`]/g, (mark, at: number) => {
    const isInside = /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') && /[\p{L}\p{N}]/u.test(text[at + 1] ?? '')
    return isInside && mark !== '`' ? mark : (lookalikes[mark] ?? mark)
  })
const lookalikes: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' }

/** https://developers.facebook.com/docs/graph-api/webhooks/getting-started#verification-requests */
function verified(query: Record<string, string>, verifyToken: string) {
  if (query['hub.mode'] !== 'subscribe' || !sameText(query['hub.verify_token'] ?? '', verifyToken))
    throw new Unauthenticated('The verify token is not the one of this account')
  return {
    status: 200,
    contentType: 'text/plain',
    body: (query['hub.challenge'] ?? '').replace(/[^\w.-]/g, '').slice(0, 200),
  }
}

const Status = z.object({
  id: z.string(),
  status: z.string(),
  errors: z.array(z.object({ code: z.int() })).optional(),
})
const Said = z.object({
  from: z.string(),
  text: z.object({ body: z.string() }).optional(),
  button: z.object({ text: z.string() }).optional(),
})
const Hook = z.object({
  entry: z.array(
    z.object({
      changes: z.array(
        z.object({ value: z.object({ messages: z.array(Said).optional(), statuses: z.array(Status).optional() }) }),
      ),
    }),
  ),
})

function readSigned({ body, headers }: Arrival, appSecret: string): z.output<typeof Hook> {
  const wanted = `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`
  if (!sameText(headers['x-hub-signature-256'] ?? '', wanted))
    throw new Unauthenticated('The header X-Hub-Signature-256 is missing or wrong')
  try {
    return Hook.parse(JSON.parse(body.toString('utf8')))
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new InvalidInput('The body is not JSON.', [{ pointer: '', detail: 'expected JSON' }])
    throw error
  }
}

const heardOf = ({ entry }: z.output<typeof Hook>): Heard[] =>
  entry
    .flatMap(({ changes }) => changes)
    .flatMap(({ value: { messages = [], statuses = [] } }) => [...messages.flatMap(said), ...statuses.flatMap(became)])

function said({ from, text, button }: z.output<typeof Said>): Heard[] {
  const number = parsePhone(`+${from.replace('+', '')}`).number
  const words = text?.body ?? button?.text
  return number && words !== undefined ? [{ heard: 'reply', from: number, text: words }] : []
}

function became({ id: receipt, status, errors }: z.output<typeof Status>): Heard[] {
  if (status === 'delivered' || status === 'read') return [{ heard: 'delivered', receipt }]
  if (status !== 'failed') return []
  const code = errors?.[0]?.code ?? 0
  const reason = `WhatsApp error ${code}`
  return [131_026, 131_050].includes(code)
    ? [{ heard: 'bounce', for: { receipt }, hard: true, reason }]
    : [{ heard: 'failed', receipt, reason }]
}
