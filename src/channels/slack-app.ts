import { z } from '../lib/zod.ts'
import { askJson, jsonOf, outcomeOf } from './ask.ts'
import { defineChannel, type Outcome, type Via } from './channel.ts'
import { previewOf } from './preview.ts'
import { postToWebhook } from './slack.ts'
import { type SlackMessage, slackMessage } from './slack-blocks.ts'
import { type SlackTarget, slackIdentity, slackLabel, slackTarget } from './slack-target.ts'
import { unread } from './verdict.ts'

export const slackAppSettings = z.strictObject({
  clientId: z
    .string()
    .trim()
    .regex(/^\d{8,20}\.\d{8,20}$/, 'expected two numbers with a dot between them')
    .meta({ title: 'Client ID', description: '0000000000.0000000000, from the app’s page “Basic Information”.' }),
  clientSecret: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{32}$/, 'expected 32 hexadecimal digits')
    .meta({ secret: true, title: 'Client secret', description: '32 hexadecimal digits, from the same page.' }),
})
export type SlackAppSettings = z.output<typeof slackAppSettings>

/**
 * An app that others add to their workspaces. Later posts about an incident answer the first one, in a thread.
 * https://docs.slack.dev/reference/methods/chat.postMessage/
 */
export const slackApp = defineChannel({
  kind: 'slack-app',
  medium: 'slack',
  name: 'Slack app',
  docs: 'https://docs.slack.dev/reference/methods/chat.postMessage/',
  reaches: ['subscriber', 'world'],
  setup: `1. Open https://api.slack.com/apps and create an app from scratch; under “OAuth & Permissions” give its bot chat:write and incoming-webhook.
2. Under “Manage Distribution”, activate public distribution, so that other workspaces can add it.
3. Copy client ID and client secret from “Basic Information” into the account here.
4. Under “OAuth & Permissions”, “Redirect URLs”, add the address that the account’s page shows under “Add to Slack”.`,
  settings: slackAppSettings,
  target: slackTarget,
  identity: slackIdentity,
  label: slackLabel,
  host: ({ target }) => apiHost(target),
  limits: {
    text: { max: 12_000, unit: 'characters', source: 'https://github.com/slackapi/bolt-js/issues/2509' },
    rate: { perSecond: 1, per: 'target', source: 'https://docs.slack.dev/apis/web-api/rate-limits/' },
  },
  sample: {
    settings: { clientId: '3336676569.676569333', clientSecret: '00112233445566778899aabbccddeeff' },
    target: {
      url: 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX',
      name: '#status',
      channel: 'C00000000',
      token: 'xoxb-00000000-sample-of-a-token',
    },
  },
  write: (message) => {
    const body = slackMessage(message)
    // A receipt of the webhook's or of another vendor's is no message to answer.
    const thread = message.answers && /^\d{6,12}\.\d{6}$/.test(message.answers) ? message.answers : null
    return { text: previewOf(message, 6_500), body, thread }
  },
  async send({ body, thread }, { target }, via): Promise<Outcome> {
    const { url, channel, token } = target
    if (!channel || !token) return postToWebhook(body, url, via)
    const posted = await postMessage({ ...body, channel, ...(thread && { thread_ts: thread }) }, target, token, via)
    // The webhook reaches the channel even where the bot is no member of it; and it knows whether the app is still there.
    return posted === 'elsewhere' ? postToWebhook(body, url, via) : posted
  },
})

const apiHost = ({ url }: SlackTarget) =>
  url.startsWith('https://hooks.slack-gov.com/') ? 'slack-gov.com' : 'slack.com'

async function postMessage(
  body: SlackMessage & { channel: string; thread_ts?: string },
  target: SlackTarget,
  token: string,
  via: Via,
): Promise<Outcome | 'elsewhere'> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json; charset=utf-8' }
  const asked = await askJson(via, `https://${apiHost(target)}/api/chat.postMessage`, body, true, headers)
  if ('outcome' in asked) return asked.outcome
  const { response } = asked
  if (response.status !== 200) return outcomeOf(response, via.now(), '')
  const { ok, ts, error = '' } = answer.safeParse(jsonOf(response)).data ?? {}
  if (ok) return { result: 'sent', detail: '200: ok', ...(ts && { receipt: ts }) }
  if (ok === undefined && error === '') return unread({ result: 'sent', detail: '200' })
  const reason = error || '200: not ok'
  if (unreachable.has(error)) return 'elsewhere'
  if (error === 'is_archived') return { result: 'permanent', reason }
  if (error === 'ratelimited' || error === 'rate_limited') return { result: 'transient', reason, retryAfter: 30 }
  if (troubled.has(error) || error === '') return { result: 'transient', reason }
  return { result: 'refused', reason }
}

/** https://docs.slack.dev/reference/methods/chat.postMessage/#errors */
const answer = z.object({
  ok: z.boolean().optional().catch(undefined),
  ts: z
    .string()
    .regex(/^\d{6,12}\.\d{6}$/)
    .optional()
    .catch(undefined),
  error: z
    .string()
    .regex(/^[a-z_]{2,60}$/)
    .optional()
    .catch(undefined),
})

/** Not for this bot, not with this token, or not in this thread. */
const unreachable = new Set([
  ...['not_in_channel', 'channel_not_found', 'thread_not_found', 'cannot_reply_to_message', 'missing_scope'],
  ...['account_inactive', 'invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'restricted_action'],
])

const troubled = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
])
