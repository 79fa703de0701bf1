import { z } from '../lib/zod.ts'
import { askJson, outcomeOf, retryAfterOf } from './ask.ts'
import { defineChannel, type Message } from './channel.ts'
import { serverAddress } from './chat-webhook.ts'
import { dressed, linkLine, type Parts, stacked } from './dress.ts'
import { fitted } from './fit.ts'
import { answerOf, barred, briefly, later, refused } from './verdict.ts'

const settings = z.strictObject({
  server: serverAddress('https://ntfy.sh').meta({ title: 'Server', description: 'https://ntfy.sh, or your own.' }),
  token: z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,100}$/, 'expected an access token such as tk_…')
    .optional()
    .meta({ secret: true, title: 'Access token', description: 'tk_…, where the server wants one.' }),
})
const target = z.strictObject({
  topic: z
    .string()
    .trim()
    .regex(/^[-_A-Za-z0-9]{1,64}$/, 'expected 1 to 64 letters, digits, "-" and "_"')
    .meta({
      secret: true,
      inSight: true,
      title: 'Topic',
      description: 'Who knows its name can read it: choose one that nobody guesses.',
    }),
})

/** https://docs.ntfy.sh/publish/#publish-as-json */
export const ntfy = defineChannel({
  kind: 'ntfy',
  medium: 'ntfy',
  name: 'ntfy',
  docs: 'https://docs.ntfy.sh/publish/',
  reaches: ['subscriber', 'world'],
  setup: `1. Take https://ntfy.sh as the server, or the address of your own.
2. Where the server knows users, make an access token for one that may write: Account, Access tokens.
3. Whoever wants to hear subscribes to a topic of their own in the app and names it here.`,
  settings,
  target,
  identity: ({ topic }) => topic,
  label: ({ topic }) => `ntfy topic ${topic.slice(0, topic.length > 8 ? 3 : 1)}…`,
  host: ({ settings }) => new URL(settings.server).host,
  limits: {
    // More becomes an attachment, which nobody reads on a lock screen.
    text: { max: 4096, unit: 'bytes', source: 'https://docs.ntfy.sh/publish/#limitations' },
    rate: { perSecond: 0.2, burst: 60, per: 'account', source: 'https://docs.ntfy.sh/publish/#limitations' },
  },
  sample: {
    settings: { server: 'https://ntfy.sh', token: 'tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2' },
    target: { topic: 'acme-status-8f3k2' },
  },
  write: (message) =>
    dressed(
      message,
      (parts) => dress(parts, message),
      ({ text }) => Buffer.byteLength(text) <= 4096,
    ),
  send: async ({ push }, { settings, target }, via) => {
    const headers: Record<string, string> = settings.token ? { authorization: `Bearer ${settings.token}` } : {}
    const asked = await askJson(
      via,
      new URL('/', settings.server).href,
      { topic: target.topic, ...push },
      true,
      headers,
    )
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const { code, error, id } = answerOf(answer, response) ?? {}
    const usual = outcomeOf(response, via.now(), briefly(error, [settings.token, target.topic]), id)
    if (response.status === 429)
      return later(usual, retryAfterOf(response.headers['retry-after'], via.now()) ?? (code === dailyLimit ? 3600 : 30))
    if (response.status === 401) return barred(usual)
    // Somebody has reserved that topic.
    return response.status === 403 ? refused(usual) : usual
  },
})

const answer = z.object({
  code: z.int().optional(),
  error: z.string().optional(),
  id: z
    .string()
    .regex(/^\w{1,40}$/)
    .optional(),
})

/** "limit reached: too many messages": https://github.com/binwiederhier/ntfy/blob/main/server/errors.go */
const dailyLimit = 42_908

/** The title may have 1 KB; it is said within the text's own limit. */
function dress({ heading, body, facts, link, manage }: Parts, { incident, page }: Message) {
  const title = fitted(heading || page.name, 900, 'bytes') || page.url
  const text = stacked(body, facts.join('\n'), [link, ...(manage ? [manage] : [])].map(linkLine).join('\n'))
  const actions = [link, ...(manage ? [manage] : [])].map(({ label, url }) => ({
    action: 'view',
    label: label || url,
    url,
  }))
  const { impact = 'none', isOver = false } = incident ?? {}
  const priority = impact === 'critical' && !isOver ? 4 : 3
  const tags = isOver ? ['white_check_mark'] : (emojiOf[impact] ?? [])
  return { text, push: { title, message: text, tags, priority, click: link.url, actions } }
}

/** https://docs.ntfy.sh/emojis/ */
const emojiOf: Record<string, string[]> = {
  critical: ['rotating_light'],
  major: ['warning'],
  minor: ['warning'],
  maintenance: ['wrench'],
}
