import { markdownTokens, printable, tooCostly } from './markdown.ts'
import { substitute, type Values, type Write } from './substitute.ts'

/**
 * Fills values into Markdown so that each is read as it is: it becomes no mark, no link and no new block. Where the text
 * puts a value into code or into the address of a link, it stays inside. Values at the `trusted` paths go in unchanged.
 */
export function substituteInMarkdown(text: string, values: Values, trusted: readonly string[]): string {
  const plain = substitute(text, values, oneLine)
  // Shown without any Markdown: nothing to escape, and nobody would take the backslashes away.
  if (tooCostly(plain)) return plain
  const places = placesIn(text, values)
  return substitute(text, values, (value, place) => {
    if (trusted.includes(place.path)) return value
    const line = oneLine(value)
    const where = places.get(place.from)
    if (where === 'code') return inCode(line)
    if (where === 'address' || (where === 'whole address' && /^(https?:\/\/|mailto:)/i.test(line)))
      return inAddress(line)
    const written = inText(line)
    return /^\d{1,9}$/.test(line) && isListNumber(text, place)
      ? `&#${written.charCodeAt(0)};${written.slice(1)}`
      : written
  })
}

/** A value as it may stand within a line of plain text. */
export const oneLine = (value: string) => printable(value).replace(/\s+/g, ' ').trim()

/** Only what could mean something gets a backslash: people read these texts when they change a draft. */
function inText(line: string): string {
  return line
    .replace(/[\\`*[\]<@]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:(?=\/|$)|&(?=[#\w]*(?:;|$))|(?<![^\s#])#$/gu, '\\$&')
    .replace(/^(\d{0,9})([.)])|^[#>+=~-]/, (mark, digits = '', sign = mark) => `${digits}\\${sign}`)
}

/** Code knows no escapes: what would end it is replaced, and what would make it none is not left empty. */
const inCode = (line: string) => line.replaceAll('`', "'").replace(/~{3,}/g, '~~') || ' '

/** What would end an address, or mean something beside it, is percent-encoded. */
const inAddress = (line: string) =>
  line
    .toWellFormed()
    .replace(/[^\p{L}\p{N}._~:/?#=+,;@&%-]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=[#\w]*(?:;|$))/gu, (mark) =>
      mark === '_' ? '%5F' : /[!'()*]/.test(mark) ? `%${mark.charCodeAt(0).toString(16)}` : encodeURIComponent(mark),
    )

/** "{{count}}. More" at the start of a line would be the first of a list when the count is a number. */
function isListNumber(text: string, { from, to }: Parameters<Write>[1]): boolean {
  if (text[to] !== '.' && text[to] !== ')') return false
  const before = text.slice(text.lastIndexOf('\n', from) + 1, from)
  return before.length > 500 || /^[\s>*+\d.)-]*$/.test(before.replace(/\{\{[^{}]*\}\}/g, ''))
}

type Place = 'code' | 'address' | 'whole address'

/** Where the text has its placeholders, by their position, as far as it is not in words: read with words in their stead. */
function placesIn(text: string, values: Values): Map<number, Place> {
  const stem = freeWord(text)
  const isWhole = (from: number) => /\]\(<?$/.test(text.slice(Math.max(0, from - 3), from))
  const read = substitute(text, values, (_, { from }) => `${isWhole(from) ? 'https://' : ''}${stem}${from}x`)
  const places = new Map<number, Place>()
  const note = (written: string, place: Place) => {
    for (const [, at] of written.matchAll(new RegExp(`${stem}(\\d+)x`, 'g'))) places.set(Number(at), place)
  }
  const tokens = markdownTokens(read).flatMap((token) => [token, ...(token.children ?? [])])
  for (const token of tokens) {
    const { type, content, info, markup } = token
    const href = String(token.attrGet('href') ?? '')
    const [, first] = new RegExp(`^https://${stem}(\\d+)x`).exec(href) ?? []
    if (/^(fence|code_block|code_inline)$/.test(type)) note(`${content} ${info}`, 'code')
    else if (type === 'link_open') note(href, 'address')
    if (first && isWhole(Number(first))) {
      // Not the address of a link after all: it only looks like one.
      if (markup === 'linkify') places.delete(Number(first))
      else places.set(Number(first), 'whole address')
    }
  }
  return places
}

/** A word that the text does not have. */
function freeWord(text: string): string {
  let word = 'value'
  while (text.toLowerCase().includes(word)) word += 'q'
  return word
}
