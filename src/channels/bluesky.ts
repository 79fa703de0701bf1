import { z } from '../lib/zod.ts'
import { fitsPost, sendPost } from './bluesky-post.ts'
import { defineChannel } from './channel.ts'
import { serverAddress } from './chat-webhook.ts'
import { tidOf } from './tid.ts'
import { worldText } from './world-text.ts'

const settings = z.strictObject({
  server: serverAddress('https://bsky.social').meta({
    title: 'Server',
    description: 'https://bsky.social, or your own PDS.',
  }),
  password: z
    .string()
    .regex(/^[\x21-\x7e]{8,200}$/, 'expected an app password such as abcd-efgh-ijkl-mnop')
    .meta({
      secret: true,
      title: 'App password',
      description: 'Settings, Privacy and security, App passwords. Not your own password.',
    }),
})
const target = z.strictObject({
  handle: z
    .string()
    .trim()
    .max(254)
    .regex(/^@?[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'expected a handle such as acme.bsky.social')
    .meta({ title: 'Handle', description: 'Whose posts they are: acme.bsky.social.' }),
})
export type BlueskySettings = z.output<typeof settings>
export type BlueskyTarget = z.output<typeof target>

/** https://docs.bsky.app/docs/advanced-guides/posts */
export const bluesky = defineChannel({
  kind: 'bluesky',
  medium: 'bluesky',
  name: 'Bluesky',
  docs: 'https://docs.bsky.app/docs/advanced-guides/posts',
  reaches: ['world'],
  setup: `1. Sign in at https://bsky.app with the account that is to post.
2. Open Settings, Privacy and security, App passwords, and add one.
3. Enter it here with the account’s handle. Leave the server as it is unless you run your own.`,
  settings,
  target,
  identity: ({ handle }) => handle.replace('@', '').toLowerCase(),
  label: ({ handle }) => `@${handle.replace('@', '')} on Bluesky`.slice(0, 100),
  host: ({ settings }) => new URL(settings.server).host,
  limits: {
    text: {
      max: 300,
      unit: 'graphemes',
      source: 'https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/post.json',
    },
    // Each post signs in anew, which may be done 30 times in five minutes and 300 times a day.
    rate: {
      perSecond: 300 / 86_400,
      burst: 30,
      per: 'account',
      source: 'https://docs.bsky.app/docs/advanced-guides/rate-limits',
    },
  },
  sample: {
    settings: { server: 'https://bsky.social', password: 'abcd-efgh-ijkl-mnop' },
    target: { handle: 'acme.bsky.social' },
  },
  write: (message) => ({
    text: worldText(message, fitsPost),
    link: message.link.url,
    language: message.language,
    key: tidOf(message.id, message.incident?.update.postedAt ?? new Date('2023-01-01T00:00:00Z')),
    answers: message.answers,
  }),
  send: sendPost,
})
