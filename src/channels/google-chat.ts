import { z } from '../lib/zod.ts'
import { askJson, jsonOf, outcomeOf } from './ask.ts'
import { defineChannel, type Message, type Outcome } from './channel.ts'
import { previewOf } from './preview.ts'
import { bullet, lined, plainLine, type Run, richBody } from './rich-text.ts'

const address = /^https:\/\/chat\.googleapis\.com\/v1\/spaces\/([\w-]{5,40})\/messages\?/

const target = z.strictObject({
  url: z
    .string()
    .trim()
    .max(1_000, 'expected at most 1,000 characters')
    .refine(isWebhook, 'expected an address such as https://chat.googleapis.com/v1/spaces/…/messages?key=…&token=…')
    .meta({
      secret: true,
      inSight: true,
      title: 'Webhook address',
      description:
        'https://chat.googleapis.com/v1/spaces/…/messages?key=…&token=…, from the space’s “Apps & integrations”.',
    }),
})

function isWebhook(text: string): boolean {
  const url = address.test(text) && !/[\s\p{Cc}]/u.test(text) ? URL.parse(text) : null
  return Boolean(url?.searchParams.get('key') && url.searchParams.get('token'))
}

/** https://developers.google.com/workspace/chat/quickstart/webhooks */
export const googleChat = defineChannel({
  kind: 'google-chat',
  medium: 'google-chat',
  name: 'Google Chat',
  docs: 'https://developers.google.com/workspace/chat/quickstart/webhooks',
  reaches: ['subscriber', 'world'],
  setup: `1. In Google Chat, open the space that is to hear, then the menu beside its name and “Apps & integrations”.
2. Choose “Manage webhooks”, add one, and copy its address.`,
  settings: z.strictObject({}),
  target,
  identity: ({ url }) => `${spaceOf(url)}/${new URL(url).searchParams.get('token')}`,
  label: ({ url }) => `Google Chat space …${spaceOf(url).slice(-6)}`,
  host: () => 'chat.googleapis.com',
  limits: {
    text: {
      max: 32_000,
      unit: 'bytes',
      source: 'https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages/create',
    },
    rate: { perSecond: 1, per: 'target', source: 'https://developers.google.com/workspace/chat/limits' },
  },
  sample: {
    settings: {},
    target: {
      url: 'https://chat.googleapis.com/v1/spaces/AAAAGCYeSRY/messages?key=AIzaSyDdI0hCZtE6vySjMm-WEfRq3CPzqKqqsHI&token=0vUsjLsdzl1x2SPVbSqCMlFqOtUz4KMzQIEdSw3Lbh0',
    },
  },
  write: (message) => {
    let room = 10_000
    let body = withCard(message, room)
    while (Buffer.byteLength(JSON.stringify(body)) > longest) body = withCard(message, (room = Math.floor(room * 0.7)))
    return { text: previewOf(message, 12_000, 'bytes'), body, id: message.id }
  },
  async send({ body, id }, { target }, via): Promise<Outcome> {
    const { searchParams } = new URL(target.url)
    const query = new URLSearchParams({
      key: searchParams.get('key') ?? '',
      token: searchParams.get('token') ?? '',
      // A repeat with the same id makes no second message.
      requestId: id,
      messageReplyOption: 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD',
    })
    const asked = await askJson(
      via,
      `https://chat.googleapis.com/v1/spaces/${spaceOf(target.url)}/messages?${query}`,
      body,
      false,
    )
    if ('outcome' in asked) return asked.outcome
    const { response } = asked
    const { name, error } = answer.safeParse(jsonOf(response)).data ?? {}
    const word = error?.status ?? ''
    const reason = `${response.status}${word && `: ${word}`}`
    // The space or the webhook was deleted.
    if (response.status === 404) return { result: 'permanent', reason }
    if (response.status === 401 || response.status === 403) return { result: 'refused', reason }
    return outcomeOf(response, via.now(), word, name)
  },
})

/** https://cloud.google.com/apis/design/errors */
const answer = z.object({
  name: z
    .string()
    .regex(/^spaces\/[\w-]+\/messages\/[\w.-]+$/)
    .optional()
    .catch(undefined),
  error: z
    .object({ status: z.string().regex(/^[A-Z_]{2,40}$/) })
    .optional()
    .catch(undefined),
})

const spaceOf = (url: string) => address.exec(url)?.[1] ?? ''

/** 32,000 bytes are the whole message. */
const longest = 30_000

/**
 * A card: its texts are HTML of a few tags, so that all else can be escaped, which plain messages cannot.
 * https://developers.google.com/workspace/chat/format-messages#card-formatting
 */
const withCard = (message: Message, room: number) => ({
  fallbackText: plainLine(message.heading, 500) || '…',
  thread: { threadKey: message.thread },
  cardsV2: [
    {
      cardId: message.id,
      card: {
        header: { title: plainLine(message.page.name, 200) || '…' },
        sections: [
          { widgets: [...paragraphs(message, room).map(paragraph), { buttonList: { buttons: buttons(message) } }] },
        ],
      },
    },
  ],
})

const paragraph = (text: string) => ({ textParagraph: { text } })

const paragraphs = (message: Message, room: number) =>
  [
    `<b>${escaped(plainLine(message.heading, 300))}</b>`,
    htmlOf(message, room),
    message.facts
      .slice(0, 40)
      .map((fact) => escaped(plainLine(fact, Math.min(300, room))))
      .join('<br>'),
  ].filter((text) => text !== '')

const buttons = ({ link, manage }: Message) =>
  [link, manage].flatMap((to) =>
    to ? [{ text: plainLine(to.label, 100) || to.url, onClick: { openLink: { url: to.url } } }] : [],
  )

const htmlOf = (message: Message, room: number) =>
  lined(
    richBody(message, room).map((block) => {
      const text = block.runs.map(run).join('')
      if (block.block === 'item') return [block, bullet(block) + text]
      return [block, block.block === 'heading' ? `<b>${text}</b>` : block.block === 'quote' ? `<i>${text}</i>` : text]
    }),
  ).replaceAll('\n', '<br>')

function run({ text, bold, italic, href }: Run): string {
  let out = escaped(text)
  if (bold) out = `<b>${out}</b>`
  if (italic) out = `<i>${out}</i>`
  return href ? `<a href="${escaped(href).replaceAll('"', '%22')}">${out}</a>` : out
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
