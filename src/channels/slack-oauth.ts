import { z } from '../lib/zod.ts'
import { ask, jsonOf, outcomeOf } from './ask.ts'
import type { Outcome, Via } from './channel.ts'
import type { SlackAppSettings } from './slack-app.ts'
import { type SlackTarget, slackTarget } from './slack-target.ts'

/**
 * Where “Add to Slack” leads: the reader chooses a channel there, and comes back to `redirect` with a code and with
 * `state`. https://docs.slack.dev/authentication/installing-with-oauth/
 */
export function slackInstallUrl(
  { clientId }: SlackAppSettings,
  { redirect, state }: { redirect: string; state: string },
) {
  const url = new URL('https://slack.com/oauth/v2/authorize')
  for (const [name, value] of Object.entries({
    client_id: clientId,
    scope: 'chat:write,incoming-webhook',
    redirect_uri: redirect,
    state,
  }))
    url.searchParams.set(name, value)
  return url.href
}

/** The channel that was chosen, for the code that came back. A code works once, for ten minutes. */
export async function exchangeSlackCode(
  { clientId, clientSecret }: SlackAppSettings,
  { redirect, code }: { redirect: string; code: string },
  via: Via,
): Promise<{ target: SlackTarget } | { outcome: Outcome }> {
  const body = new URLSearchParams({ code, redirect_uri: redirect })
  // As Slack prefers: the secret stands in no body.
  const credentials = Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
  const headers = {
    authorization: `Basic ${credentials}`,
    'content-type': 'application/x-www-form-urlencoded',
  }
  const request = { method: 'POST', headers, body: body.toString() } as const
  const asked = await ask(via, 'https://slack.com/api/oauth.v2.access', request, true)
  if ('outcome' in asked) return asked
  const { response } = asked
  if (response.status !== 200) {
    const outcome = outcomeOf(response, via.now(), '')
    return { outcome: outcome.result === 'sent' ? { result: 'refused', reason: String(response.status) } : outcome }
  }
  const given = answer.safeParse(jsonOf(response)).data
  if (!given?.ok || !given.incoming_webhook)
    return { outcome: { result: 'refused', reason: given?.error ?? 'an answer without a channel' } }
  const { url, channel, channel_id } = given.incoming_webhook
  const target = slackTarget.safeParse({ url, name: channel, channel: channel_id, token: given.access_token })
  if (!target.success) return { outcome: { result: 'refused', reason: 'an answer without a channel' } }
  return { target: target.data }
}

/** https://docs.slack.dev/reference/methods/oauth.v2.access/ */
const answer = z.object({
  ok: z.boolean(),
  error: z
    .string()
    .regex(/^[a-z_]{2,60}$/)
    .optional()
    .catch(undefined),
  access_token: z.string().optional().catch(undefined),
  incoming_webhook: z
    .object({ url: z.string(), channel: z.string(), channel_id: z.string() })
    .optional()
    .catch(undefined),
})
