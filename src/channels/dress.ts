import { markdownToText, printable } from '../lib/markdown.ts'
import type { Message } from './channel.ts'
import { fitted } from './fit.ts'
import { plainLine } from './rich-text.ts'

type Link = { label: string; url: string }

/** What a message says, as plain text, for a channel to put its own marks around. */
export type Parts = { heading: string; body: string; facts: readonly string[]; link: Link; manage: Link | null }

/**
 * Dresses as much of a message as fits. Links are always whole: first the body gives way, then the facts, then the
 * heading. `quiet` goes over every text that nobody has looked at.
 */
export function dressed<T>(
  message: Message,
  dress: (parts: Parts) => T,
  fits: (dressed: T) => boolean,
  quiet: (text: string) => string = (text) => text,
): T {
  const whole = partsOf(message, quiet)
  const all = dress(whole)
  if (fits(all)) return all
  const { heading, body, facts } = whole
  const cut = (text: string, n: number) => `${text.slice(0, n).toWellFormed()}…`
  const room = longest(body.length, (n) => fits(dress({ ...whole, body: n > 0 ? cut(body, n) : '' })))
  if (room !== null) return dress({ ...whole, body: fitted(body, room) })
  const count = longest(facts.length, (n) => fits(dress({ ...whole, body: '', facts: facts.slice(0, n) })))
  if (count !== null) return dress({ ...whole, body: '', facts: facts.slice(0, count) })
  const words = longest(heading.length, (n) => fits(dress({ ...whole, body: '', facts: [], heading: cut(heading, n) })))
  return dress({ ...whole, body: '', facts: [], heading: fitted(heading, words ?? 0) })
}

/** The largest number up to `max` for which it holds; null where it does not even hold for none. */
export function longest(max: number, holds: (n: number) => boolean): number | null {
  if (!holds(0)) return null
  let low = 0
  let high = max
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (holds(middle)) low = middle
    else high = middle - 1
  }
  return low
}

function partsOf(message: Message, quiet: (text: string) => string): Parts {
  const { preface, link, manage } = message
  return {
    heading: quiet(plainLine(message.heading, 300)),
    body: quiet([plainLine(preface ?? '', 300), bodyText(message)].filter((text) => text !== '').join('\n\n')),
    facts: message.facts.slice(0, 12).map((fact) => quiet(plainLine(fact, 300))),
    link: { url: link.url, label: quiet(plainLine(link.label, 100)) },
    manage: manage && { url: manage.url, label: quiet(plainLine(manage.label, 100)) },
  }
}

/** A post without its marks; of a withdrawal the reason, which has none. */
export const bodyText = ({ kind, body }: Pick<Message, 'kind' | 'body'>): string =>
  kind === 'withdrawal' ? printable(body).trim() : markdownToText(body)

/** One below the other, with an empty line between. */
export const stacked = (...texts: readonly (string | false | null)[]): string =>
  texts.filter((text): text is string => typeof text === 'string' && text !== '').join('\n\n')

/** "Read it on the page: https://…" */
export const linkLine = ({ label, url }: Link): string => (label ? `${label}: ${url}` : url)

/** Names after an "@" call nobody, whoever wrote them: an invisible space keeps them apart. */
export const quietNames = (text: string): string =>
  text.replace(/(?<![A-Za-z0-9_])([@＠])(?=[\p{L}\p{N}_{[])/gu, '$1\u200b')

/** Nor do "#" and "$" make a topic of a word. */
export const quietTopics = (text: string): string =>
  text.replace(/(?<![\p{L}\p{N}_&])([#＃])(?=[\p{L}\p{N}_])/gu, '$1\u200b').replace(/\$(?=[A-Za-z])/g, '$\u200b')
