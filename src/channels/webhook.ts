import { createHmac } from 'node:crypto'
import { z } from '../lib/zod.ts'
import { ask, outcomeOf } from './ask.ts'
import { defineChannel, type Outcome } from './channel.ts'
import { upfrontBody } from './webhook-body.ts'
import { statuspageBody } from './webhook-statuspage.ts'

const secret = z
  .string()
  .refine((text) => keyOf(text) !== null, 'expected whsec_ and a base64 text of 24 to 64 bytes')
  .meta({ secret: true })

const target = z.strictObject({
  url: z
    .string()
    .trim()
    .max(2_000, 'expected at most 2,000 characters')
    .refine(isEndpoint, 'expected an address that starts with https:// or http://, without a password in it')
    .meta({ title: 'Address', description: 'https://hooks.customer.example/status: gets a POST for each message.' }),
  secret: secret.meta({
    title: 'Signing secret',
    description: 'whsec_…: what the receiver checks signatures with. Made here; each address has its own.',
  }),
  oldSecret: secret.optional().meta({
    title: 'Secret before',
    description: 'While a secret is being changed, messages are signed with the one before, too.',
  }),
  format: z.enum(['upfront', 'statuspage']).default('upfront').meta({
    title: 'Format',
    description: 'upfront, or the body that Statuspage sends, for programs written for it.',
  }),
})

function isEndpoint(text: string): boolean {
  const url = /[\s\p{Cc}\\]/u.test(text) ? null : URL.parse(text)
  return url !== null && /^https?:\/\/[^/]/i.test(text) && url.username === '' && url.password === ''
}

/** Signed as https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md has it. */
export const webhook = defineChannel({
  kind: 'webhook',
  medium: 'webhook',
  name: 'Webhook',
  docs: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
  reaches: ['subscriber'],
  setup: `1. Nothing needs to be set up: whoever subscribes names an address and gets a secret to check signatures with.
2. Receivers check them with any library of https://www.standardwebhooks.com and answer with 2xx within 15 seconds.`,
  settings: z.strictObject({}),
  target,
  identity: ({ url }) => new URL(url).href.replace(/#.*$/, ''),
  // The path may be all that protects the receiver.
  label: ({ url }) => `${new URL(url).host.slice(0, 90)}/…`,
  host: ({ target }) => new URL(target.url).host,
  limits: {
    text: {
      max: 20_000,
      unit: 'bytes',
      source: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-size',
    },
  },
  sample: {
    settings: {},
    target: {
      url: 'https://hooks.customer.example/status',
      secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDMKFStsMdHyA=',
      format: 'upfront',
    },
  },
  write: (message, { target }) => {
    const body = target.format === 'statuspage' ? statuspageBody(message) : upfrontBody(message)
    return { text: body, id: message.id, body }
  },
  async send({ id, body }, { target }, via): Promise<Outcome> {
    const timestamp = String(Math.floor(via.now().getTime() / 1000))
    const signatures = [target.secret, target.oldSecret]
      .filter((text) => text !== undefined)
      .map((text) => signature(text, `${id}.${timestamp}.${body}`))
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatures.join(' '),
    }
    // Nobody needs more of an answer than its status: who took a message and answers oddly is not sent it again.
    const request = { method: 'POST', headers, body, timeout: 15_000, maxBytes: 1_024, onlyStatus: true } as const
    const asked = await ask(via, target.url, request, false)
    if ('outcome' in asked) return asked.outcome
    const outcome = outcomeOf(asked.response, via.now(), '')
    if (outcome.result === 'sent' || outcome.result === 'permanent') return outcome
    const { status } = asked.response
    if (status === 429 || status >= 500) return outcome
    // Redirects are not followed. Whatever else an endpoint says, it may say otherwise after its next deployment.
    return { result: 'transient', reason: status >= 300 && status < 400 ? `${status}: a redirect` : String(status) }
  },
})

/** A secret for one address: 32 random bytes. */
export const newWebhookSecret = (random: (n: number) => Buffer): string => `whsec_${random(32).toString('base64')}`

const signature = (text: string, signed: string) =>
  `v1,${createHmac('sha256', keyOf(text) ?? '')
    .update(signed)
    .digest('base64')}`

function keyOf(text: string): Buffer | null {
  const [, encoded = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? []
  const key = Buffer.from(encoded, 'base64')
  return key.length >= 24 && key.length <= 64 ? key : null
}
