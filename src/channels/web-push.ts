import { createECDH, createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { z } from '../lib/zod.ts'
import { ask, outcomeOf } from './ask.ts'
import { defineChannel, type Message, type Outcome, type Via } from './channel.ts'
import { dressed, type Parts } from './dress.ts'
import { fitted, lengthOf } from './fit.ts'
import { plainLine } from './rich-text.ts'
import { gone } from './verdict.ts'

const bytes = (count: number, text: string) =>
  Buffer.from(text, 'base64url').length === count && /^[\w-]+=*$/.test(text)

const target = z.strictObject({
  endpoint: z
    .string()
    .max(2000, 'expected an address of at most 2,000 characters')
    .refine((text) => isHttps(text), 'expected the https address that the browser was given')
    .meta({ secret: true, title: 'Endpoint', description: 'The address that the browser’s maker gave it.' }),
  p256dh: z
    .string()
    .refine((text) => bytes(65, text) && isOnCurve(text), 'expected a public key of P-256, 65 bytes in base64url')
    .meta({ title: 'Public key', description: 'Of the browser: what is sent is encrypted for it.' }),
  auth: z
    .string()
    .refine((text) => bytes(16, text), 'expected 16 bytes in base64url')
    .meta({ secret: true, title: 'Authentication secret', description: 'Of the browser.' }),
  key: z
    .string()
    .refine((text) => bytes(32, text), 'expected 32 bytes in base64url')
    .meta({
      secret: true,
      title: 'Private key',
      description:
        'Ours, to which the subscription is bound (VAPID). It is kept with it: a new key for others changes nothing here.',
    }),
})
type Browser = z.output<typeof target>

/**
 * A push service takes 4,096 bytes, of which encryption needs 103 (RFC 8291, 4; RFC 8188, 2); some take less, and say so
 * with 413.
 */
const longest = 3900
const shorter = 900

/** A status is old by then. Seconds. */
const ttl = 86_400

/** https://www.rfc-editor.org/rfc/rfc8030 */
export const webPush = defineChannel({
  kind: 'web-push',
  medium: 'web-push',
  name: 'Browser notification',
  docs: 'https://www.rfc-editor.org/rfc/rfc8030',
  reaches: ['subscriber'],
  setup: `1. Nothing is to be set: the keys are derived from the installation's own secret.
2. Readers choose "Notifications in this browser" where they subscribe. It takes a page with https.`,
  settings: z.strictObject({}),
  target,
  identity: ({ endpoint }) => endpoint,
  label: ({ endpoint }) => `Browser at ${new URL(endpoint).hostname}`.slice(0, 100),
  host: ({ target: { endpoint } }) => new URL(endpoint).host,
  limits: { text: { max: longest, unit: 'bytes', source: 'https://www.rfc-editor.org/rfc/rfc8030#section-7.2' } },
  sample: {
    settings: {},
    target: {
      endpoint: 'https://fcm.googleapis.com/fcm/send/dR5vXz1aQ0k:APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3hVZjC9KtT8OvPVGJ',
      p256dh: 'BIoVtSO1LlFC2H5EPcRL-Tz4Rhyo-gYIMSNPRTeHHu8JJM4wROo1o_QjQomaYtDtawLR1EsmHz5W3Lb-D0Vy0eU',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
      key: '9b-xYpqaS2Iwfdq7N49GxJ1RkswvI-hpQI-wYgaAEns',
    },
  },
  write(message) {
    const parts = (given: Parts) => notification(message, given)
    const shown = dressed(message, parts, (one) => lengthOf(JSON.stringify(one), 'bytes') <= longest)
    return {
      text: shown.body ? `${shown.title}\n${shown.body}` : shown.title,
      shown,
      topic: createHash('sha256').update(message.thread).digest('base64url').slice(0, 32),
      isUrgent: message.incident?.impact === 'major' || message.incident?.impact === 'critical',
      subject: subjectOf(message.page.url),
    }
  },
  async send(written, { target: browser }, via) {
    const outcome = await push(written, browser, via)
    if (outcome.result !== 'refused' || !outcome.reason.startsWith('413')) return outcome
    const { shown } = written
    return push({ ...written, shown: { ...shown, body: fitted(shown.body, shorter, 'bytes') } }, browser, via)
  },
})

/** What the service worker shows (public/push-worker.js). */
export type Notification = { title: string; body: string; url: string; tag: string; lang: string }
type Written = { text: string; shown: Notification; topic: string; isUrgent: boolean; subject: string }

const notification = (message: Message, { heading, body, facts, link }: Parts): Notification => ({
  title: `${plainLine(message.page.name, 60)}: ${heading}`,
  body: [body, ...facts].filter((text) => text !== '').join('\n'),
  url: link.url,
  tag: message.thread,
  lang: message.language,
})

async function push({ shown, topic, isUrgent, subject }: Written, browser: Browser, via: Via): Promise<Outcome> {
  const { generateRequestDetails } = library()
  const { endpoint, p256dh, auth, key } = browser
  const { headers, body } = generateRequestDetails({ endpoint, keys: { p256dh, auth } }, JSON.stringify(shown), {
    vapidDetails: { subject, publicKey: publicKeyOf(key), privateKey: key },
    TTL: ttl,
    urgency: isUrgent ? 'high' : 'normal',
    topic,
  })
  const named = Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length')
  const request = {
    method: 'POST' as const,
    headers: Object.fromEntries(named.map(([name, value]) => [name.toLowerCase(), String(value)])),
    body: body ?? Buffer.alloc(0),
    onlyStatus: true as const,
  }
  const asked = await ask(via, endpoint, request, false)
  if ('outcome' in asked) return asked.outcome
  const usual = outcomeOf(asked.response, via.now(), '')
  // The subscription is over, or bound to another key than ours: the browser makes a new one when it comes by.
  return [401, 403, 404, 410].includes(asked.response.status) ? gone(usual) : usual
}

/** Who to write to about our pushes: https://www.rfc-editor.org/rfc/rfc8292#section-2.1. The library warns of "localhost". */
const subjectOf = (url: string) => `https://${(URL.parse(url)?.host ?? '').replace(/^localhost/, '127.0.0.1')}`

/** The public half of a key, as browsers take it. */
export function publicKeyOf(key: string): string {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(Buffer.from(key, 'base64url'))
  return curve.getPublicKey('base64url')
}

function isOnCurve(point: string): boolean {
  try {
    const curve = createECDH('prime256v1')
    curve.generateKeys()
    curve.computeSecret(Buffer.from(point, 'base64url'))
    return true
  } catch {
    return false
  }
}

function isHttps(text: string): boolean {
  const url = URL.parse(text)
  // The library that signs reads addresses in an older way; a plain host name is the same to both.
  const isPlain = /^[a-z0-9.-]{1,253}$/.test(url?.hostname ?? '') && url?.username === '' && url.password === ''
  return isPlain && url.protocol === 'https:' && url.hash === '' && url.href === text
}

const load = createRequire(import.meta.url)

/** Loaded with the first push. */
function library() {
  const loaded: typeof import('web-push') = load('web-push')
  return loaded
}
