import { z } from '../lib/zod.ts'
import { askJson, outcomeOf, retryAfterOf } from './ask.ts'
import { defineChannel } from './channel.ts'
import { answerOf, barred, briefly, later, refused, unread } from './verdict.ts'
import { worldText } from './world-text.ts'

const settings = z.strictObject({
  token: z
    .string()
    .regex(/^[A-Za-z0-9_-]{40,600}$/, 'expected a page access token')
    .meta({
      secret: true,
      title: 'Page access token',
      description: 'Of the page, with pages_manage_posts; it does not expire.',
    }),
})
const target = z.strictObject({
  page: z
    .string()
    .trim()
    .regex(/^\d{5,25}$/, 'expected the number of a page')
    .meta({ title: 'Page', description: 'Its number: on the page under About, Page transparency.' }),
})

/** https://developers.facebook.com/docs/pages-api/posts */
export const facebook = defineChannel({
  kind: 'facebook',
  medium: 'facebook',
  name: 'Facebook page',
  docs: 'https://developers.facebook.com/docs/pages-api/posts',
  reaches: ['world'],
  setup: `1. At https://developers.facebook.com make an app of the type Business and give it pages_manage_posts and pages_read_engagement.
2. In the Graph API Explorer, make a user access token, extend it, and ask for me/accounts: there stands your page’s number and its access token.
3. Enter both here. A page token that comes from an extended user token does not expire.`,
  settings,
  target,
  identity: ({ page }) => page,
  label: ({ page }) => `Facebook page ${page}`,
  host: () => 'graph.facebook.com',
  limits: {
    // Facebook names none for pages in its own documents; this is what it takes.
    text: { max: 63_206, unit: 'characters', source: 'https://phrasit.com/guides/facebook-post-character-limit' },
  },
  sample: {
    settings: { token: 'EAACEdEose0cBAK0ZBZCZAmE4ZCxYpNlQwErTyUiOpAsDfGhJkLzXcVbNm' },
    target: { page: '110123456789012' },
  },
  write: (message) => ({ text: worldText(message, (text) => text.length <= 63_206), link: message.link.url }),
  send: async ({ text, link }, { settings: { token }, target: { page } }, via) => {
    const asked = await askJson(
      via,
      `https://graph.facebook.com/v24.0/${page}/feed`,
      { message: text, link, access_token: token },
      true,
    )
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const { id, error } = answerOf(answer, response) ?? {}
    const said = error && briefly(error.message, [token])
    const usual = outcomeOf(response, via.now(), error ? `code ${error.code}${said && `: ${said}`}` : '', id)
    if (usual.result === 'sent' && !error) return id ? usual : unread(usual)
    const code = error?.code ?? 0
    if (tooOften.has(code) || response.status === 429)
      return later(usual, retryAfterOf(response.headers['retry-after'], via.now()) ?? 600)
    if (response.status >= 500 || code === 1 || code === 2)
      return usual.result === 'transient' ? usual : later(usual, null)
    if (code === blocked) return { ...barred(usual), retryAfter: 3600 }
    if (code === 10 || code === 102 || code === 190 || (code >= 200 && code < 300)) return barred(usual)
    if (code === duplicate)
      return { result: 'sent', detail: `${response.status}: a post with the same words is there already` }
    return usual.result === 'sent' ? refused(usual) : usual
  },
})

const answer = z.object({
  id: z
    .string()
    .regex(/^\d+(_\d+)?$/)
    .max(60)
    .optional(),
  error: z.object({ message: z.string().optional(), code: z.int() }).optional(),
})

/** https://developers.facebook.com/docs/graph-api/guides/error-handling and …/docs/graph-api/overview/rate-limiting */
const tooOften = new Set([4, 17, 32, 341, 613, 80_001])
const blocked = 368
const duplicate = 506
