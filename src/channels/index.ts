import { bluesky } from './bluesky.ts'
import type { Channel, Medium } from './channel.ts'
import { discord } from './discord.ts'
import { facebook } from './facebook.ts'
import { googleChat } from './google-chat.ts'
import { linkedin } from './linkedin.ts'
import { mailgun } from './mailgun.ts'
import { mastodon } from './mastodon.ts'
import { matrix } from './matrix.ts'
import { mattermost } from './mattermost.ts'
import { messagebirdSms } from './messagebird-sms.ts'
import { ntfy } from './ntfy.ts'
import { opsgenie } from './opsgenie.ts'
import { pagerduty } from './pagerduty.ts'
import { postmark } from './postmark.ts'
import { pushover } from './pushover.ts'
import { rocketChat } from './rocket-chat.ts'
import { sendgrid } from './sendgrid.ts'
import { ses } from './ses.ts'
import { slack } from './slack.ts'
import { slackApp } from './slack-app.ts'
import { smtp } from './smtp.ts'
import { snsSms } from './sns-sms.ts'
import { teams } from './teams.ts'
import { telegram } from './telegram.ts'
import { twilioSms } from './twilio-sms.ts'
import { twilioVoice } from './twilio-voice.ts'
import { vonageSms } from './vonage-sms.ts'
import { webPush } from './web-push.ts'
import { webex } from './webex.ts'
import { webhook } from './webhook.ts'
import { whatsapp } from './whatsapp.ts'
import { x } from './x.ts'
import { zulip } from './zulip.ts'

/** Every way out. To add one: its file, its test and its line here. */
export const channels: readonly Channel[] = [
  bluesky,
  discord,
  facebook,
  googleChat,
  linkedin,
  mailgun,
  mastodon,
  matrix,
  mattermost,
  messagebirdSms,
  ntfy,
  opsgenie,
  pagerduty,
  postmark,
  pushover,
  rocketChat,
  sendgrid,
  ses,
  slack,
  slackApp,
  smtp,
  snsSms,
  teams,
  telegram,
  twilioSms,
  twilioVoice,
  vonageSms,
  webex,
  webhook,
  webPush,
  whatsapp,
  x,
  zulip,
]

export const channelOf = (kind: string) => channels.find((channel) => channel.kind === kind)

/** Those that carry a medium: they share its target. */
export const carriersOf = (medium: Medium) => channels.filter((channel) => channel.medium === medium)
