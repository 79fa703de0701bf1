import { z } from '../lib/zod.ts'
import { askJson, outcomeOf, retryAfterOf } from './ask.ts'
import { defineChannel, type Outcome, type To, type Via } from './channel.ts'
import { serverAddress } from './chat-webhook.ts'
import { lengthOf } from './fit.ts'
import { answerOf, briefly, later, refused, unread } from './verdict.ts'
import { isPublicName, worldText } from './world-text.ts'

const settings = z.strictObject({
  server: serverAddress('https://mastodon.social').meta({
    title: 'Server',
    description: 'Where the account is: https://mastodon.social.',
  }),
  token: z
    .string()
    .regex(/^[A-Za-z0-9_-]{20,200}$/, 'expected an access token')
    .meta({
      secret: true,
      title: 'Access token',
      description: 'Preferences, Development, your application; scope write:statuses.',
    }),
  visibility: z
    .enum(['public', 'unlisted', 'private'])
    .optional()
    .meta({ title: 'Visibility', description: 'public (usual), unlisted, or private: followers alone.' }),
  longest: z
    .int()
    .min(200)
    .max(10_000)
    .optional()
    .meta({ title: 'Longest post', description: 'In characters, where the server takes more than the usual 500.' }),
})
const target = z.strictObject({
  account: z
    .string()
    .trim()
    .regex(/^@?\w{1,30}@[a-z0-9.-]{3,253}$/i, 'expected the name of an account such as @acme@mastodon.social')
    .meta({ title: 'Account', description: 'Whose posts they are: @acme@mastodon.social.' }),
})
type Settings = z.output<typeof settings>

/** https://docs.joinmastodon.org/methods/statuses/#create */
export const mastodon = defineChannel({
  kind: 'mastodon',
  medium: 'mastodon',
  name: 'Mastodon',
  docs: 'https://docs.joinmastodon.org/methods/statuses/#create',
  reaches: ['world'],
  setup: `1. Sign in to the account that is to post and open Preferences, Development, New application.
2. Leave it the scope write:statuses alone, and submit.
3. Open the application and copy “Your access token”.`,
  settings,
  target,
  identity: ({ account }) => account.replace(/^@/, '').toLowerCase(),
  label: ({ account }) => `@${account.replace(/^@/, '')} on Mastodon`.slice(0, 100),
  host: ({ settings }) => new URL(settings.server).host,
  limits: {
    text: {
      max: 500,
      unit: 'graphemes',
      count: (text) => tootLength(text),
      source: 'https://docs.joinmastodon.org/user/posting/#text',
    },
    rate: { perSecond: 1, burst: 100, per: 'account', source: 'https://docs.joinmastodon.org/api/rate-limits/' },
  },
  sample: {
    settings: { server: 'https://mastodon.example.org', token: 'ZA-Yj3aBD8U8Cm7lKUp-lm9O9BmDgdhHzDeqsY8tlL0' },
    target: { account: '@acme@mastodon.example.org' },
  },
  write: (message, { settings: { longest = 500 } }) => ({
    text: worldText(message, (text) => tootLength(text) <= longest),
    language: message.language.split('-')[0] ?? 'en',
    id: message.id,
    answers: message.answers,
  }),
  send: (written, to, via) => post(written, to, via),
})

/** People's characters; an address counts 23, however long it is. */
export const tootLength = (text: string) =>
  lengthOf(
    text.replace(/https?:\/\/[^\s<>"]+/g, (found) => (isPublicName(URL.parse(found)?.hostname ?? '') ? short : found)),
    'graphemes',
  )
const short = 'x'.repeat(23)

type Written = { text: string; language: string; id: string; answers: string | null }

async function post({ text, language, id, answers }: Written, to: To<Settings, unknown>, via: Via): Promise<Outcome> {
  const { server, token, visibility = 'public' } = to.settings
  const reply = answers && /^\w{1,40}$/.test(answers) ? answers : null
  const asked = await askJson(
    via,
    new URL('/api/v1/statuses', server).href,
    { status: text, visibility, language, ...(reply && { in_reply_to_id: reply }) },
    true,
    // The same within an hour is the same post.
    { authorization: `Bearer ${token}`, 'idempotency-key': id },
  )
  if ('outcome' in asked) return asked.outcome
  const { response } = asked
  const { id: made, error } = answerOf(answer, response) ?? {}
  // What it would answer was deleted.
  if (response.status === 404 && reply) return post({ text, language, id, answers: null }, to, via)
  const usual = outcomeOf(response, via.now(), briefly(error, [token]), made)
  if (usual.result === 'sent' && !made) return error === undefined ? unread(usual) : refused(usual)
  const wait = response.headers['retry-after'] ?? response.headers['x-ratelimit-reset']
  return response.status === 429 ? later(usual, retryAfterOf(wait, via.now())) : usual
}

const answer = z.object({
  id: z
    .string()
    .regex(/^\w{1,40}$/)
    .optional(),
  error: z.string().optional(),
})
