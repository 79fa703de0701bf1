import { z } from '../lib/zod.ts'
import { askJson, outcomeOf, retryAfterOf } from './ask.ts'
import { defineChannel, type Outcome, type To, type Via } from './channel.ts'
import { oauth1Header } from './oauth1.ts'
import { answerOf, briefly, later, untilEpoch } from './verdict.ts'
import { worldText } from './world-text.ts'
import { xLength } from './x-length.ts'

const key = (what: string, title: string, description: string) =>
  z
    .string()
    .regex(/^[A-Za-z0-9-]{20,100}$/, `expected ${what}: letters, digits and "-"`)
    .meta({ secret: true, title, description })

const settings = z.strictObject({
  consumerKey: key('an API key', 'API key', 'Of your app, under “Keys and tokens”.'),
  consumerSecret: key('an API key secret', 'API key secret', 'Shown once, beside the API key.'),
  accessToken: key('an access token', 'Access token', 'Of your account, made with the permission “Read and write”.'),
  accessSecret: key('an access token secret', 'Access token secret', 'Shown once, beside the access token.'),
})
const target = z.strictObject({
  account: z
    .string()
    .trim()
    .regex(/^@?\w{1,15}$/, 'expected the name of an account such as @acmestatus')
    .meta({ title: 'Account', description: 'Whose posts they are: @acmestatus.' }),
})

type Place = To<z.output<typeof settings>, z.output<typeof target>>

/** https://docs.x.com/x-api/posts/create-post */
export const x = defineChannel({
  kind: 'x',
  medium: 'x',
  name: 'X',
  docs: 'https://docs.x.com/x-api/posts/create-post',
  reaches: ['world'],
  setup: `1. Sign in at https://developer.x.com with the account that is to post, and make an app in a project.
2. Under “User authentication settings”, give the app the permission “Read and write”.
3. Under “Keys and tokens”, make the API key with its secret, then the access token with its secret.`,
  settings,
  target,
  identity: ({ account }) => account.replace('@', '').toLowerCase(),
  label: ({ account }) => `@${account.replace('@', '')} on X`,
  host: () => 'api.x.com',
  limits: {
    text: {
      max: 280,
      unit: 'characters',
      count: xLength,
      source: 'https://docs.x.com/fundamentals/counting-characters',
    },
    // 300 in three hours.
    rate: {
      perSecond: 300 / 10_800,
      burst: 100,
      per: 'account',
      source: 'https://docs.x.com/x-api/posts/manage-tweets/migrate/overview',
    },
  },
  sample: {
    settings: {
      consumerKey: 'xvz1evFS4wEEPTGEFPHBogaa',
      consumerSecret: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBwaa',
      accessToken: '370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb',
      accessSecret: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE123',
    },
    target: { account: '@acmestatus' },
  },
  write: (message) => ({
    // X refuses this one as a character that no text holds.
    text: worldText(message, (text) => xLength(text) <= 280).replaceAll('\ufeff', ''),
    answers: message.answers,
  }),
  send: (written, to, via) => post(written, to, via),
})

const answer = z.object({
  data: z.object({ id: z.string().regex(/^\d{1,20}$/) }).optional(),
  detail: z.string().optional(),
})

async function post(
  { text, answers }: { text: string; answers: string | null },
  to: Place,
  via: Via,
): Promise<Outcome> {
  const url = 'https://api.x.com/2/tweets'
  const signed = { method: 'POST', url, nonce: via.random(16).toString('hex'), timestamp: unixTime(via.now()) }
  const reply = answers && /^\d{1,20}$/.test(answers) ? { reply: { in_reply_to_tweet_id: answers } } : {}
  const asked = await askJson(via, url, { text, ...reply }, true, { authorization: oauth1Header(signed, to.settings) })
  if ('outcome' in asked) return asked.outcome
  const { response } = asked
  const { data, detail = '' } = answerOf(answer, response) ?? {}
  const usual = outcomeOf(response, via.now(), briefly(detail, Object.values(to.settings)), data?.id)
  if (response.status === 429)
    return later(
      usual,
      retryAfterOf(response.headers['retry-after'], via.now()) ??
        untilEpoch(response.headers['x-rate-limit-reset'], via.now()),
    )
  if (response.status !== 403) return usual
  // Whoever looks at the account sees these words already: an attempt whose answer was lost has come through.
  if (/^You are not allowed to create a (Tweet|Post) with duplicate content/i.test(detail))
    return { result: 'sent', detail: '403: a post with the same words is there already' }
  if (answers && /reply to a (Tweet|Post) that is deleted or not visible/i.test(detail))
    return post({ text, answers: null }, to, via)
  return usual
}

const unixTime = (at: Date) => Math.floor(at.getTime() / 1000)
