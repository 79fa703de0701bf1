import { z } from '../lib/zod.ts'
import { askJson, outcomeOf } from './ask.ts'
import { defineChannel, type Outcome, type Via } from './channel.ts'
import { previewOf } from './preview.ts'
import { type SlackMessage, slackMessage } from './slack-blocks.ts'
import { slackHost, slackIdentity, slackLabel, slackTarget } from './slack-target.ts'

/** https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/ */
export const slack = defineChannel({
  kind: 'slack',
  medium: 'slack',
  name: 'Slack',
  docs: 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/',
  reaches: ['subscriber', 'world'],
  setup: `1. In Slack, open https://api.slack.com/apps and create an app from scratch, for your workspace.
2. Under “Incoming Webhooks”, switch them on and add one to the channel that is to hear.
3. Copy its address, which starts with https://hooks.slack.com/services/.`,
  settings: z.strictObject({}),
  target: slackTarget,
  identity: slackIdentity,
  label: slackLabel,
  host: ({ target }) => slackHost(target),
  limits: {
    // The whole message: more is cut by Slack. Ours stay far below it.
    text: { max: 12_000, unit: 'characters', source: 'https://github.com/slackapi/bolt-js/issues/2509' },
    rate: { perSecond: 1, per: 'target', source: 'https://docs.slack.dev/apis/web-api/rate-limits/' },
  },
  sample: {
    settings: {},
    target: { url: 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX' },
  },
  write: (message) => ({ text: previewOf(message, 6_500), body: slackMessage(message) }),
  send: ({ body }, { target }, via) => postToWebhook(body, target.url, via),
})

/** Posts to an incoming webhook. Its errors are words in the body: https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks */
export async function postToWebhook(body: SlackMessage, url: string, via: Via): Promise<Outcome> {
  const asked = await askJson(via, url, body, false)
  if ('outcome' in asked) return asked.outcome
  const { response } = asked
  const said = response.body.subarray(0, 100).toString('utf8')
  const word = /^[a-z_]{2,60}$/.test(said) ? said : ''
  if (response.status >= 400 && gone.has(word)) return { result: 'permanent', reason: `${response.status}: ${word}` }
  // Whoever runs that workspace forbids it: nothing that another account of ours would change.
  if (response.status === 401 || response.status === 403)
    return { result: 'refused', reason: `${response.status}${word && `: ${word}`}` }
  return outcomeOf(response, via.now(), word)
}

/** The webhook, its app, its channel or its workspace is no more. */
const gone = new Set([
  'no_service',
  'no_service_id',
  'no_team',
  'team_disabled',
  'channel_not_found',
  'channel_is_archived',
  'invalid_token',
])
