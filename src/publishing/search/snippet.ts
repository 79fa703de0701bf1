import { type Html, html } from '../../lib/html.ts'
import { type Token, tokens } from './tokens.ts'

/** A text with the words that were asked for marked in it. */
export function marked(text: string, words: readonly string[]): Html {
  const parts: (Html | string)[] = []
  let at = 0
  for (const { start, end } of joined(matches(text, words))) {
    parts.push(text.slice(at, start), html`<mark>${text.slice(start, end)}</mark>`)
    at = end
  }
  return html`${[...parts, text.slice(at)]}`
}

const around = 90

/** The part of the first text that has one of the words, or the beginning of the newest; null where there is no text. */
export function snippet(texts: readonly string[], words: readonly string[]): Html | null {
  const found = texts.map((text) => ({ text, first: matches(text, words)[0] })).find(({ first }) => first)
  const text = found?.text ?? texts[0]
  if (!text) return null
  const [start, end] = found?.first ? [found.first.start, found.first.end] : [0, 0]
  const from = start <= around ? 0 : wordStart(text, start - around)
  const to = wordEnd(text, end + 2 * around)
  const cut = text.slice(from, to).replaceAll(/\s+/g, ' ').toWellFormed()
  return html`${from > 0 && '… '}${marked(cut, words)}${to < text.length && ' …'}`
}

function matches(text: string, words: readonly string[]): Token[] {
  const [last = ''] = words.slice(-1)
  const whole = new Set(words)
  return tokens(text).filter(({ word }) => whole.has(word) || (last !== '' && word.startsWith(last)))
}

/** Pairs of signs lie over each other. */
function joined(ranges: Token[]): Token[] {
  const all: Token[] = []
  for (const range of ranges) {
    const last = all.at(-1)
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end)
    else all.push({ ...range })
  }
  return all
}

/** The next space, where one is near: a text without spaces is cut where it is. */
function wordStart(text: string, at: number) {
  const space = text.indexOf(' ', at)
  return space !== -1 && space < at + 25 ? space + 1 : at
}

function wordEnd(text: string, at: number) {
  if (at >= text.length) return text.length
  const space = text.lastIndexOf(' ', at)
  return space > at - 25 ? space : at
}
