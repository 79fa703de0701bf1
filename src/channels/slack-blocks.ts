import type { Message } from './channel.ts'
import { fitted } from './fit.ts'
import { type Block, plainLine, type Run, richBody } from './rich-text.ts'

/** What both Slack channels send; `text` is what notifications show. */
export type SlackMessage = {
  text: string
  mrkdwn: false
  blocks: SlackBlock[]
  unfurl_links: false
  unfurl_media: false
}

export type SlackBlock =
  | { type: 'header'; text: { type: 'plain_text'; text: string; emoji: false } }
  | { type: 'rich_text'; elements: RichElement[] }

type Style = { bold?: true; italic?: true; code?: true }
type Inline = { type: 'text'; text: string; style?: Style } | { type: 'link'; url: string; text: string; style?: Style }
type Section = { type: 'rich_text_section'; elements: Inline[] }
type RichElement =
  | Section
  | { type: 'rich_text_quote' | 'rich_text_preformatted'; elements: Inline[] }
  | { type: 'rich_text_list'; style: 'bullet' | 'ordered'; indent: number; offset?: number; elements: Section[] }

/**
 * A message as blocks. Rich text carries its looks beside its words, so that nothing in the words is read as a sign: no
 * `<!channel>`, no `*bold*`, no `:tada:`. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block/
 */
export function slackMessage(message: Message): SlackMessage {
  let room = 6_000
  let blocks = slackBlocks(message, room)
  while (JSON.stringify(blocks).length > longest) blocks = slackBlocks(message, (room = Math.floor(room / 2)))
  return {
    text: fittedEscaped(plainLine(message.heading), 500),
    mrkdwn: false,
    blocks,
    unfurl_links: false,
    unfurl_media: false,
  }
}

/** All blocks together: `msg_blocks_too_long` comes at about 13,200. https://github.com/slackapi/bolt-js/issues/2509 */
const longest = 12_000

/** https://docs.slack.dev/reference/block-kit/blocks/header-block/ */
const longestHeader = 150

const slackBlocks = (message: Message, room: number): SlackBlock[] => [
  {
    type: 'header',
    text: { type: 'plain_text', text: fittedEscaped(plainLine(message.heading), longestHeader) || '…', emoji: false },
  },
  { type: 'rich_text', elements: [...bodyOf(richBody(message, room)), aside(message)] },
]

/** What is affected, since when; then where to read on. */
function aside({ facts, page, link, manage }: Message): Section {
  const lines = fitted(facts.map((fact) => plainLine(fact, 500)).join('\n'), 1_500)
  return {
    type: 'rich_text_section',
    elements: [
      ...(lines ? [words(`\n${lines}\n`)] : []),
      words(`\n${plainLine(page.name, 100)} · `),
      linked(link),
      ...(manage ? [words(' · '), linked(manage)] : []),
    ],
  }
}

const linked = ({ label, url }: { label: string; url: string }): Inline => ({
  type: 'link',
  url,
  text: plainLine(label, 100) || url,
})

function bodyOf(blocks: readonly Block[]): RichElement[] {
  const out: RichElement[] = []
  for (const block of blocks) {
    const elements = block.runs.map(inline)
    const last = out.at(-1)
    if (block.block === 'item') {
      const section: Section = { type: 'rich_text_section', elements }
      const style = block.number === null ? 'bullet' : 'ordered'
      const indent = Math.min(block.depth - 1, 8)
      const goesOn = last?.type === 'rich_text_list' && last.style === style && last.indent === indent
      if (goesOn) last.elements.push(section)
      else
        out.push({
          type: 'rich_text_list',
          style,
          indent,
          ...(block.number !== null && block.number > 1 && { offset: block.number - 1 }),
          elements: [section],
        })
    } else if (block.block === 'quote') out.push({ type: 'rich_text_quote', elements })
    else if (block.block === 'code') out.push({ type: 'rich_text_preformatted', elements })
    else if (last?.type === 'rich_text_section') last.elements.push(words('\n\n'), ...elements)
    else out.push({ type: 'rich_text_section', elements })
    if (block.block === 'heading') for (const run of elements) run.style = { ...run.style, bold: true }
  }
  return out
}

const words = (text: string): Inline => ({ type: 'text', text })

function inline({ text, bold, italic, code, href }: Run): Inline {
  const style = { ...(bold && { bold }), ...(italic && { italic }), ...(code && { code }) }
  const styled = Object.keys(style).length > 0 ? { style } : {}
  return href ? { type: 'link', url: href, text, ...styled } : { type: 'text', text, ...styled }
}

/** https://docs.slack.dev/messaging/formatting-message-text/#escaping */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function fittedEscaped(text: string, max: number): string {
  let room = max
  let out = escaped(fitted(text, room))
  while (out.length > max) out = escaped(fitted(text, (room -= Math.max(1, Math.ceil((out.length - max) / 5)))))
  return out
}
