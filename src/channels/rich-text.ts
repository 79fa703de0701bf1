import { markdownTokens, printable, tooCostly } from '../lib/markdown.ts'
import type { Message } from './channel.ts'
import { fitted } from './fit.ts'

/** Text of one look. `href`: it leads there. */
export type Run = { text: string; bold?: true; italic?: true; code?: true; href?: string }

/** A post as blocks, for channels with a dress of their own. `depth` of an item counts from 1. */
export type Block =
  | { block: 'paragraph' | 'heading' | 'quote' | 'code'; runs: Run[] }
  | { block: 'item'; depth: number; number: number | null; runs: Run[] }

/** What a message says, as blocks of at most `max` characters. A withdrawal's reason is plain text; so is what is too long to be read as Markdown. */
export function richBody({ kind, preface, body }: Pick<Message, 'kind' | 'preface' | 'body'>, max: number): Block[] {
  const source = printable(body)
  const before = plainLine(preface ?? '', 300)
  const blocks = kind === 'withdrawal' || tooCostly(source) ? paragraphs(source) : blocksOf(source)
  return shortened(before ? [{ block: 'paragraph', runs: [{ text: before, bold: true }] }, ...blocks] : blocks, max)
}

/** A line of text as a channel may show it: no line breaks, no control characters, no halves of characters. */
export const plainLine = (text: string, max = Number.POSITIVE_INFINITY): string =>
  fitted(
    printable(text)
      .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
      .trim(),
    max,
  )

/** The words alone: paragraphs, items behind a dash or a number, links as "words (address)". */
export const plainText = (blocks: readonly Block[]): string =>
  lined(
    blocks.map((block) => [block, (block.block === 'item' ? bullet(block) : '') + block.runs.map(inPlain).join('')]),
  )

/** Puts blocks under each other: items line by line, all else with an empty line between. */
export const lined = (parts: readonly (readonly [Block, string])[]): string =>
  parts
    .map(([block, text], i) => {
      const before = parts[i - 1]?.[0]
      const gap = before === undefined ? '' : before.block === 'item' && block.block === 'item' ? '\n' : '\n\n'
      return gap + text
    })
    .join('')

export const bullet = (item: { depth: number; number: number | null }) =>
  '  '.repeat(item.depth - 1) + (item.number === null ? '• ' : `${item.number}. `)

const inPlain = ({ text, href }: Run) => (href && !sameAddress(text, href) ? `${text} (${href})` : text)

/** Whether the words of a link are its address. */
export const sameAddress = (text: string, href: string) =>
  href === text || href === `${text}/` || href === `mailto:${text}` || URL.parse(text)?.href === href

const paragraphs = (source: string): Block[] =>
  source
    .split(/\n{2,}/)
    .filter((text) => text.trim() !== '')
    .map((text) => ({ block: 'paragraph', runs: [{ text: text.trim() }] }))

type Tokens = ReturnType<typeof markdownTokens>

function blocksOf(source: string): Block[] {
  const out: Block[] = []
  const lists: { next: number | null }[] = []
  let quotes = 0
  let opensItem = false
  let isHeading = false
  for (const token of markdownTokens(source)) {
    if (token.type === 'bullet_list_open') lists.push({ next: null })
    else if (token.type === 'ordered_list_open') lists.push({ next: Number(token.attrGet('start') ?? 1) })
    else if (token.type.endsWith('_list_close')) lists.pop()
    else if (token.type === 'list_item_open') opensItem = true
    else if (token.type === 'blockquote_open') quotes++
    else if (token.type === 'blockquote_close') quotes--
    else if (token.type === 'heading_open') isHeading = true
    else if (token.type === 'heading_close') isHeading = false
    else if (token.type === 'fence' || token.type === 'code_block')
      out.push({ block: 'code', runs: [{ text: token.content.replace(/\n$/, '') }] })
    else if (token.type === 'inline') {
      const runs = runsOf(token.children ?? [])
      if (runs.length === 0) continue
      const list = lists.at(-1)
      if (list && opensItem) {
        out.push({ block: 'item', depth: lists.length, number: list.next, runs })
        if (list.next !== null) list.next++
        opensItem = false
      } else out.push({ block: quotes > 0 ? 'quote' : isHeading ? 'heading' : 'paragraph', runs })
    }
  }
  return out.filter(({ runs }) => runs.some(({ text }) => text.trim() !== ''))
}

function runsOf(tokens: Tokens): Run[] {
  const runs: Run[] = []
  let bold = 0
  let italic = 0
  let href: string | null = null
  for (const token of tokens) {
    if (token.type === 'strong_open') bold++
    else if (token.type === 'strong_close') bold--
    else if (token.type === 'em_open') italic++
    else if (token.type === 'em_close') italic--
    else if (token.type === 'link_open') href = addressOf(String(token.attrGet('href') ?? ''))
    else if (token.type === 'link_close') href = null
    const text = token.type === 'softbreak' || token.type === 'hardbreak' ? '\n' : token.content
    if (text === '') continue
    runs.push({
      text,
      ...(bold > 0 && { bold: true }),
      ...(italic > 0 && { italic: true }),
      ...(token.type === 'code_inline' && { code: true }),
      ...(href && { href }),
    })
  }
  return runs
}

/** Chats take addresses of the web up to about this length, and no others. */
const addressOf = (href: string) => (/^https?:\/\//i.test(href) && href.length <= 2_000 ? href : null)

/** Ends with a sign of it where something is left out. */
function shortened(blocks: readonly Block[], max: number): Block[] {
  const out: Block[] = []
  let left = max
  for (const block of blocks) {
    const runs: Run[] = []
    for (const run of block.runs) {
      const room = left - (run.href?.length ?? 0)
      if (run.text.length > room) {
        const text = room > 1 ? fitted(run.text, room) : '…'
        return [...out, { ...block, runs: [...runs, { ...run, text }] }]
      }
      runs.push(run)
      left = room - run.text.length
    }
    out.push({ ...block, runs })
    left -= 4
  }
  return out
}
