import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import type { Shown, VendorModel } from './vendor.cases.ts'

// Slack's Block Kit, as https://docs.slack.dev/reference/block-kit/blocks/ has it: unknown fields are refused.

const style = z.strictObject({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  code: z.boolean().optional(),
})
const inline = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1), style: style.optional() }),
  z.strictObject({
    type: z.literal('link'),
    url: z.url().max(3000),
    text: z.string().optional(),
    style: style.optional(),
  }),
  z.strictObject({ type: z.literal('broadcast'), range: z.enum(['here', 'channel', 'everyone']) }),
  z.strictObject({ type: z.literal('user'), user_id: z.string() }),
  z.strictObject({ type: z.literal('emoji'), name: z.string() }),
])
const section = z.strictObject({ type: z.literal('rich_text_section'), elements: z.array(inline).min(1) })
const rich = z.discriminatedUnion('type', [
  section,
  z.strictObject({ type: z.literal('rich_text_quote'), elements: z.array(inline).min(1) }),
  z.strictObject({ type: z.literal('rich_text_preformatted'), elements: z.array(inline).min(1) }),
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    indent: z.int().min(0).max(8),
    offset: z.int().min(0).optional(),
    elements: z.array(section).min(1),
  }),
])
const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(max), emoji: z.boolean().optional() })
const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), text: plain(150) }),
  z.strictObject({ type: z.literal('rich_text'), elements: z.array(rich).min(1) }),
  z.strictObject({ type: z.literal('divider') }),
])
export const blockKit = z.array(block).min(1).max(50)
const shape = z.strictObject({
  text: z.string().max(40_000),
  mrkdwn: z.boolean().optional(),
  blocks: blockKit,
  unfurl_links: z.boolean().optional(),
  unfurl_media: z.boolean().optional(),
})
export type Payload = z.output<typeof shape>

/** https://github.com/slackapi/bolt-js/issues/2509 */
export const blocksTooLong = (blocks: unknown) => JSON.stringify(blocks).length > 13_000

function answer({ method, path, headers, json }: VendorRequest): VendorAnswer {
  if (method !== 'POST' || headers['content-type'] !== 'application/json')
    return { status: 400, body: 'invalid_payload' }
  if (!/^\/services\/T\w+\/B\w+\/\w+$/.test(path)) return { status: 404, body: 'no_service' }
  const given = shape.safeParse(json)
  if (!given.success) return { status: 400, body: 'invalid_payload' }
  if (blocksTooLong(given.data.blocks)) return { status: 400, body: 'msg_blocks_too_long' }
  return { status: 200, body: 'ok' }
}

type Seen = { text: string[]; pings: string[]; links: { words: string; href: string }[]; formats: string[] }

/** How Slack shows blocks, and the line in notifications. */
export function slackShows({ text, mrkdwn, blocks }: Pick<Payload, 'text' | 'mrkdwn' | 'blocks'>): Shown {
  const seen: Seen = { text: [], pings: [], links: [], formats: [] }
  readMarkup(text, mrkdwn !== false, seen)
  for (const shown of blocks) {
    if (shown.type === 'header') readMarkup(shown.text.text, false, seen)
    if (shown.type === 'header' && shown.text.emoji !== false)
      seen.formats.push(...(shown.text.text.match(/:\w+:/g) ?? []))
    if (shown.type === 'rich_text') shown.elements.flatMap((part) => readRich(part, seen))
  }
  return { ...seen, text: seen.text.join('\n') }
}

function readRich(part: z.output<typeof rich>, seen: Seen): void {
  if (part.type === 'rich_text_list') {
    for (const item of part.elements) readRich(item, seen)
    return
  }
  const words = part.elements.map((run) => {
    if (run.type === 'broadcast' || run.type === 'user') seen.pings.push(JSON.stringify(run))
    if (run.type === 'link') seen.links.push({ words: run.text ?? run.url, href: run.url })
    const text = 'text' in run ? (run.text ?? '') : ''
    if ('style' in run && run.style) seen.formats.push(text)
    return text
  })
  if (part.type !== 'rich_text_section') seen.formats.push(words.join(''))
  seen.text.push(words.join(''))
}

/** https://docs.slack.dev/messaging/formatting-message-text/ : what stands in angle brackets is read even where marks are not. */
function readMarkup(text: string, marks: boolean, seen: Seen) {
  for (const [, inside = ''] of text.matchAll(/<([^<>\n]+)>/g)) {
    if (/^[!@#]/.test(inside)) seen.pings.push(inside)
    else seen.links.push({ href: inside.split('|')[0] ?? '', words: inside.split('|').at(-1) ?? '' })
  }
  if (marks) seen.formats.push(...(text.match(/([*_~`])[^\s*_~`][^*_~`\n]*\1|:\w+:/g) ?? []))
  seen.text.push(text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'))
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => slackShows(shape.parse(request?.json)),
  spellings: [
    { url: 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX/' },
    { url: ' https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX', name: '#status' },
  ],
  others: [{ url: 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXY' }],
}
