import { z } from '../lib/zod.ts'

const place =
  /^https:\/\/hooks\.slack(-gov)?\.com\/services\/(T[A-Z0-9]{6,20})\/(B[A-Z0-9]{6,20})\/([A-Za-z0-9]{10,60})\/?$/

/**
 * A channel of a Slack workspace. Every one has a webhook, be it made by hand or given to our app when it was installed;
 * one that our app was installed into has the app's token too.
 */
export const slackTarget = z.strictObject({
  url: z.string().trim().regex(place, 'expected an address such as https://hooks.slack.com/services/T…/B…/…').meta({
    secret: true,
    inSight: true,
    title: 'Webhook address',
    description: 'https://hooks.slack.com/services/…, from the app’s page “Incoming Webhooks”.',
  }),
  name: z
    .string()
    .regex(/^[^\p{Cc}]{1,80}$/u, 'expected one line of at most 80 characters')
    .optional()
    .meta({ title: 'Channel', description: 'What it is called in Slack, such as #status.' }),
  channel: z
    .string()
    .regex(/^[CGD][A-Z0-9]{6,20}$/, 'expected the id of a channel, such as C0123456789')
    .optional()
    .meta({ title: 'Id of the channel', description: 'C0123456789. Comes with “Add to Slack”.' }),
  token: z
    .string()
    .regex(
      /^xox[a-z]-[A-Za-z0-9-]{10,250}$|^xoxe\.xox[a-z]-[A-Za-z0-9-]{10,500}$/,
      'expected a token that starts with xoxb-',
    )
    .optional()
    .meta({ secret: true, title: 'Token', description: 'xoxb-… Comes with “Add to Slack”.' }),
})
export type SlackTarget = z.output<typeof slackTarget>

/** One that was installed is the same channel at the next installation too, which brings another webhook. */
export const slackIdentity = ({ url, channel }: SlackTarget) =>
  channel ? `${place.exec(url)?.[2]} ${channel}` : url.replace(/\/$/, '')

/** The ids of the workspace and the app in it: they open nothing. */
export function slackLabel({ url, name }: SlackTarget): string {
  const [, , team = '', app = ''] = place.exec(url) ?? []
  return name ? `${name} in Slack (${team})` : `Slack ${team}/${app}`
}

export const slackHost = ({ url }: SlackTarget) => new URL(url).host
