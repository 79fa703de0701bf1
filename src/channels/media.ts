import { type Medium, media } from './channel.ts'

/** What people call a medium, in English. */
export const mediumName = (medium: Medium): string => names[medium]

/** The same for what stands in a row; a word that is no medium stays as it is. */
export const mediumNamed = (channel: string): string => {
  const medium = media.find((one) => one === channel)
  return medium ? names[medium] : channel
}

const names: Record<Medium, string> = {
  email: 'E-mail',
  sms: 'Text message',
  voice: 'Voice call',
  whatsapp: 'WhatsApp',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  'google-chat': 'Google Chat',
  discord: 'Discord',
  mattermost: 'Mattermost',
  'rocket-chat': 'Rocket.Chat',
  zulip: 'Zulip',
  matrix: 'Matrix',
  telegram: 'Telegram',
  webex: 'Webex',
  ntfy: 'ntfy',
  pushover: 'Pushover',
  'web-push': 'Browser notification',
  webhook: 'Webhook',
  pagerduty: 'PagerDuty',
  opsgenie: 'Opsgenie',
  x: 'X',
  facebook: 'Facebook page',
  linkedin: 'LinkedIn page',
  mastodon: 'Mastodon',
  bluesky: 'Bluesky',
}

/**
 * How a destination proves that it wants to hear: by a link that comes with the first message, by a code that comes with
 * it and is typed on the page, by the answer of the program behind it, or by what its owner's browser was told.
 */
export type Proof = 'link' | 'code' | 'answer' | 'permission'

export const proofOf = (medium: Medium): Proof => proofs[medium] ?? 'link'

const proofs: { readonly [one in Medium]?: Proof } = {
  sms: 'code',
  voice: 'code',
  whatsapp: 'code',
  telegram: 'code',
  webhook: 'answer',
  'web-push': 'permission',
}

/** Media whose destination is a telephone number. */
export const byTelephone: readonly Medium[] = ['sms', 'voice', 'whatsapp']

/**
 * Whether a daily or weekly digest and a summary of the month can go there: a mail and a room of a chat have place for
 * several posts at once. A text is billed by length, a call is listened to, a notification shows two lines, and a program
 * wants each event by itself.
 */
export const takesDigest = (medium: Medium): boolean => withRoom.includes(medium)

const withRoom: readonly Medium[] = [
  ...(['email', 'slack', 'teams', 'google-chat', 'discord', 'mattermost', 'rocket-chat'] as const),
  ...(['zulip', 'matrix', 'telegram', 'webex'] as const),
]
