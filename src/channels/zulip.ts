import { z } from '../lib/zod.ts'
import { ask, jsonOf, outcomeOf } from './ask.ts'
import { defineChannel, type Message, type Outcome } from './channel.ts'
import { hostOf } from './chat-webhook.ts'
import { dressed, stacked } from './dress.ts'
import { markdownLink } from './escape-markdown.ts'
import { previewOf } from './preview.ts'
import { plainLine } from './rich-text.ts'

const line = (longest: number) =>
  z
    .string()
    .trim()
    .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'expected one line that is not empty')
    .max(longest, `expected at most ${longest} characters`)

/** A bot of the organization that is to hear: nobody else's bot may post there. */
const target = z.strictObject({
  site: z
    .string()
    .trim()
    .max(200, 'expected at most 200 characters')
    .refine(isSite, 'expected the address of an organization, such as https://acme.zulipchat.com')
    .meta({ title: 'Organization', description: 'https://acme.zulipchat.com, or a server of your own.' }),
  email: z.email('expected the address of a bot, such as status-bot@acme.zulipchat.com').max(200).meta({
    title: 'E-mail of the bot',
    description: 'status-bot@acme.zulipchat.com, from Personal settings, Bots.',
  }),
  apiKey: z
    .string()
    .regex(/^[A-Za-z0-9]{32}$/, 'expected 32 letters and digits')
    .meta({ secret: true, title: 'API key of the bot', description: '32 letters and digits.' }),
  channel: line(60).meta({ title: 'Channel', description: 'The name of the channel (stream), without the #.' }),
  topic: line(60)
    .optional()
    .meta({ title: 'Topic', description: 'Left empty, each incident gets a topic of its own.' }),
})
type Target = z.output<typeof target>

function isSite(text: string): boolean {
  const url = /[\s\p{Cc}\\]/u.test(text) ? null : URL.parse(text)
  return url?.protocol === 'https:' && url.username === '' && /^\/?$/.test(url.pathname) && url.search === ''
}

/** https://zulip.com/api/send-message */
export const zulip = defineChannel({
  kind: 'zulip',
  medium: 'zulip',
  name: 'Zulip',
  docs: 'https://zulip.com/api/send-message',
  reaches: ['subscriber', 'world'],
  setup: `1. In Zulip, open Personal settings, then Bots, and add one of the type “Incoming webhook”.
2. Copy its e-mail address and its API key, and subscribe it to the channel if that is private.`,
  settings: z.strictObject({}),
  target,
  identity: ({ site, channel, topic }) =>
    `${new URL(site).origin}/#${channel.toLowerCase()}/${topic?.toLowerCase() ?? ''}`,
  label: ({ site, channel }) => `#${channel.slice(0, 40)} at ${hostOf(site).slice(0, 50)}`,
  host: ({ target }) => hostOf(target.site),
  limits: {
    text: { max: 10_000, unit: 'characters', source: 'https://zulip.com/api/send-message#parameter-content' },
    rate: {
      perSecond: 3,
      burst: 10,
      per: 'target',
      source: 'https://zulip.com/api/rest-error-handling#rate-limit-exceeded',
    },
  },
  sample: {
    settings: {},
    target: {
      site: 'https://acme.zulipchat.com',
      email: 'status-bot@acme.zulipchat.com',
      apiKey: 'gjA04ZYcqXKalvYMA8OeXSfzUOLrtbZv',
      channel: 'status',
    },
  },
  write: (message, { target }) => {
    const content = dressed(
      message,
      ({ heading, body, facts, link, manage }) =>
        stacked(
          `**${heading}**`,
          body,
          facts.join('\n'),
          [markdownLink(link), manage && markdownLink(manage)].filter(Boolean).join(' · '),
        ),
      (text) => text.length <= longest,
      unmarked,
    )
    return {
      text: previewOf(message, longest),
      form: { type: 'stream', to: target.channel, topic: topicOf(message, target), content },
    }
  },
  async send({ form }, { target }, via): Promise<Outcome> {
    const asked = await ask(
      via,
      `${new URL(target.site).origin}/api/v1/messages`,
      {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${target.email}:${target.apiKey}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams(form).toString(),
      },
      false,
    )
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const { id, code = '' } = answer.safeParse(jsonOf(response)).data ?? {}
    const reason = `${response.status}${code && `: ${code}`}`
    if (response.status >= 400 && gone.has(code)) return { result: 'permanent', reason }
    if ([401, 403, 404].includes(response.status)) return { result: 'refused', reason }
    return outcomeOf(response, via.now(), code, id === undefined ? undefined : String(id))
  },
})

const longest = 10_000
const longestTopic = 60

/** https://zulip.com/api/rest-error-handling */
const answer = z.object({
  id: z.int().optional().catch(undefined),
  code: z
    .string()
    .regex(/^[A-Z_]{2,60}$/)
    .optional()
    .catch(undefined),
})

/** No such channel, bot or organization any more. */
const gone = new Set([
  'STREAM_DOES_NOT_EXIST',
  'INVALID_API_KEY',
  'USER_DEACTIVATED',
  'REALM_DEACTIVATED',
  'NONEXISTENT_SUBDOMAIN',
])

const topicOf = ({ incident, heading }: Message, { topic }: Target) =>
  topic ?? (plainLine(incident?.title ?? heading, longestTopic) || 'status')

/**
 * Zulip knows no backslash, but entities, which it reads after its marks and mentions:
 * https://github.com/zulip/zulip/blob/main/zerver/lib/markdown/__init__.py
 */
const unmarked = (text: string) =>
  text
    .split(/(https?:\/\/[^\s<>"'`*[\]()|]+)/i)
    .map((part, i) => (i % 2 === 1 ? part : entities(part)))
    .join('')

const entities = (text: string) =>
  text
    .replace(/^[ \t]+/gm, '')
    .replace(/[&*_`~#@$:<>|[\]()!+\\{}=-]/g, (c) => `&#${c.charCodeAt(0)};`)
    .replace(/^(\d+)\./gm, '$1&#46;')
