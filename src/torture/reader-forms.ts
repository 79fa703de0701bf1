import { media } from '../channels/channel.ts'
import { proofOf } from '../channels/media.ts'
import type { Html } from '../lib/html.ts'
import { type AssetPaths, type Frame, frameOf } from '../publishing/frame.ts'
import type { LanguageCode } from '../publishing/languages/codes.ts'
import type { Snapshot } from '../publishing/snapshot.ts'
import { goOn, notAdded } from '../slack-installs/view.ts'
import { askedByChannel, channelFormAgain } from '../subscribers/by-channel-view.ts'
import { deadLink } from '../subscribers/dead-link.ts'
import { framed } from '../subscribers/document.ts'
import { type Managed, manage } from '../subscribers/manage-view.ts'
import { noWishes } from '../subscribers/preferences.ts'
import { asked, confirmed, confirmedBefore, confirmQuestion } from '../subscribers/view.ts'

const longAddress = 'a.very.long.address.of.somebody@customer-with-a-long-name.example'

/** What readers can choose on a page that offers all there is. */
export const everyChannel = media.filter(
  (medium) => !['x', 'facebook', 'linkedin', 'mastodon', 'bluesky'].includes(medium),
)

/** What readers see of subscribing that is not published, as the server writes it for them: by their paths here. */
export function readerForms(snapshot: Snapshot, assets: AssetPaths, lang: LanguageCode): Record<string, string> {
  const frame = frameOf(snapshot, assets, lang)
  const page = (title: string, main: Html) => framed(frame, title, main).__html
  const code = askedByChannel(frame, 'sms', 'code', { action: '/subscribe/code', handle: 'handle' })
  const hook = askedByChannel(frame, 'webhook', proofOf('webhook'), {
    action: '/subscribe/code',
    handle: 'handle',
    secret: `whsec_${'A'.repeat(44)}`,
  })
  return {
    '/u/manage': page('manage', manage(frame, managed(frame))),
    '/u/locked': page('manage', manage(frame, { ...managed(frame), locked: true, wished: true })),
    '/u/stopped': page('manage', manage(frame, { ...managed(frame), state: 'unsubscribed' })),
    '/u/only': page('manage', manage(frame, { ...managed(frame), onlyTitle: 'Slower responses from API · US' })),
    '/asked': page('asked', asked(frame, longAddress, true).body),
    '/asked-later': page('asked', asked(frame, longAddress, false).body),
    '/confirm': page('confirm', confirmQuestion(frame, '/confirm', frame.words.text('confirm.everything'))),
    '/confirmed': page('confirmed', confirmed(frame, '/u/manage')),
    '/confirmed-before': page('confirmed', confirmedBefore(frame)),
    '/code': page(code.title, code.main),
    '/hook': page(hook.title, hook.main),
    '/in-slack': page('slack', goOn(frame, '/channels/slack-app/add')),
    '/not-in-slack': page('slack', notAdded(frame, 'by.slack_old')),
    '/again': page('again', again(frame)),
    '/dead': deadLink({ header: () => lang }).__html,
  }
}

export const readerPaths = [
  ...['/u/manage', '/u/locked', '/u/stopped', '/u/only', '/asked', '/confirm', '/confirmed', '/confirmed-before'],
  ...['/code', '/hook', '/in-slack', '/not-in-slack', '/again', '/dead'],
]

const managed = ({ page }: Frame): Managed => ({
  address: 'p•••@customer.example',
  action: '/u/manage',
  state: 'active',
  came: 'saved',
  canUndo: true,
  takesDigest: true,
  locked: false,
  wished: false,
  wishes: noWishes,
  tags: ['region:eu', 'region:us'],
  onlyTitle: null,
  zone: page.timeZone,
  others: [{ label: '#status in Slack (T00000000)', url: '/u/other' }],
  components: [],
  chosen: [],
})

const again = (frame: Frame): Html =>
  channelFormAgain(frame, {
    action: '/subscribe/channel',
    offered: everyChannel,
    hasSlackApp: true,
    values: { channel: 'teams', 'teams.url': 'not an address' },
    problems: [
      { pointer: '/target/url', detail: 'expected an address' },
      { pointer: '/channel', detail: 'expected another' },
    ],
    components: [],
  })
