import { z } from '../lib/zod.ts'
import { askJson, outcomeOf, retryAfterOf } from './ask.ts'
import { defineChannel } from './channel.ts'
import { answerOf, barred, briefly, later } from './verdict.ts'
import { worldText } from './world-text.ts'

const settings = z.strictObject({
  token: z
    .string()
    .regex(/^[A-Za-z0-9_-]{40,1000}$/, 'expected an access token')
    .meta({
      secret: true,
      title: 'Access token',
      description: 'With w_organization_social, of an administrator of the page.',
    }),
  version: z
    .string()
    .regex(/^20\d{2}(0[1-9]|1[0-2])$/, 'expected a year and month such as 202610')
    .optional()
    .meta({
      title: 'API version',
      description: 'Each lives for a year. Leave empty for the one that this release knows.',
    }),
})
const target = z.strictObject({
  organization: z
    .string()
    .trim()
    .regex(/^(urn:li:organization:)?\d{1,20}$/, 'expected the number of an organization')
    .meta({
      title: 'Organization',
      description: 'The number in the address of the page’s admin view: …/company/12345/admin.',
    }),
})
const urnOf = (organization: string) => `urn:li:organization:${organization.replace(/\D/g, '')}`

/** https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/posts-api */
export const linkedin = defineChannel({
  kind: 'linkedin',
  medium: 'linkedin',
  name: 'LinkedIn page',
  docs: 'https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/posts-api',
  reaches: ['world'],
  setup: `1. At https://developer.linkedin.com make an app for your page and ask for the product “Community Management API”.
2. As an administrator of the page, make an access token with the scope w_organization_social. It lives for 60 days: note when to renew it.
3. Enter it here with the page’s number.`,
  settings,
  target,
  identity: ({ organization }) => urnOf(organization),
  label: ({ organization }) => `LinkedIn page ${organization.replace(/\D/g, '')}`,
  host: () => 'api.linkedin.com',
  limits: {
    // LinkedIn's own documents name none. Counted with the backslashes, as nobody says whether it does.
    text: { max: 3000, unit: 'characters', source: 'https://www.ayrshare.com/docs/apis/post/social-networks/linkedin' },
    rate: {
      perSecond: 150 / 86_400,
      burst: 100,
      per: 'account',
      source:
        'https://learn.microsoft.com/en-us/linkedin/consumer/integrations/self-serve/share-on-linkedin#rate-limits',
    },
  },
  sample: {
    settings: { token: 'AQXdSP_W41_UPs5ioT_t8HESyODB4FqbkJ8LrV_5mff4gPODzOYR', version: '202610' },
    target: { organization: '5515715' },
  },
  write: (message) => ({ text: worldText(message, (text) => little(text).length <= 3000) }),
  send: async ({ text }, { settings: { token, version = '202610' }, target }, via) => {
    const post = {
      author: urnOf(target.organization),
      commentary: little(text),
      visibility: 'PUBLIC',
      distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
      lifecycleState: 'PUBLISHED',
      isReshareDisabledByAuthor: false,
    }
    const asked = await askJson(via, 'https://api.linkedin.com/rest/posts', post, true, {
      authorization: `Bearer ${token}`,
      'linkedin-version': version,
      'x-restli-protocol-version': '2.0.0',
    })
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const message = answerOf(z.object({ message: z.string() }), response)?.message ?? ''
    const id = urn.exec(response.headers['x-restli-id'] ?? '')?.[0]
    const usual = outcomeOf(response, via.now(), briefly(message, [token]), id)
    // Its limits begin anew at midnight UTC.
    if (response.status === 429) return later(usual, retryAfterOf(response.headers['retry-after'], via.now()) ?? 3600)
    if (response.status === 426) return barred(usual)
    const twin = /duplicate of (urn:li:(?:share|ugcPost):\d+)/i.exec(message)?.[1]
    if (response.status === 422 && twin)
      return { result: 'sent', detail: '422: a post with the same words is there already', receipt: twin }
    return usual
  },
})

const urn = /^urn:li:(share|ugcPost):\d{1,30}$/

/**
 * LinkedIn's own marks: a post is cut at the first of these that has no backslash.
 * https://learn.microsoft.com/en-us/linkedin/marketing/community-management/shares/little-text-format
 */
export const little = (text: string) => text.replace(/[\\|{}@[\]()<>#*_~]/g, '\\$&')
