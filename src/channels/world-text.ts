import { printable } from '../lib/markdown.ts'
import type { Message } from './channel.ts'
import { bodyText, longest, quietNames, quietTopics, stacked } from './dress.ts'
import { fitted } from './fit.ts'
import { plainLine } from './rich-text.ts'

/**
 * What the world reads in one post: what the author wrote for little room, else the heading and as many sentences of the
 * post as fit; then the link, always whole. Nobody is called by name.
 */
export function worldText(message: Message, fits: (text: string) => boolean): string {
  const { url } = message.link
  const preface = quiet(plainLine(message.preface ?? '', 300))
  const short = quietNames(printable(message.short ?? '').trim())
  if (short) return withEnd(short, (text) => stacked(preface, text, url), fits)
  const heading = quiet(plainLine(message.heading, 300))
  const body = quiet(bodyText(message))
  const post = (text: string) => stacked(heading, preface, text, url)
  if (!fits(post(''))) return withEnd(heading, (text) => stacked(text, url), fits)
  return fits(post(body)) ? post(body) : post(sentences(body, (text) => fits(post(text))) ?? cut(body, post, fits))
}

const quiet = (text: string) => quietTopics(quietNames(text))

/** As many whole sentences as fit; null where the first does not. */
function sentences(body: string, fits: (text: string) => boolean): string | null {
  let kept = ''
  for (const { segment, index } of sentenceEnds.segment(body.slice(0, 5_000))) {
    const text = body.slice(0, index + segment.length)
    if (!fits(text.trimEnd())) break
    kept = text
  }
  return kept.trimEnd() || null
}
const sentenceEnds = new Intl.Segmenter('en', { granularity: 'sentence' })

const withEnd = (text: string, post: (text: string) => string, fits: (text: string) => boolean) =>
  fits(post(text)) ? post(text) : post(cut(text, post, fits))

/** Its beginning, as long as fits, with an ellipsis. */
function cut(text: string, post: (text: string) => string, fits: (text: string) => boolean): string {
  const room = longest(text.length, (n) => fits(post(n > 0 ? `${text.slice(0, n).toWellFormed()}…` : '')))
  return fitted(text, room ?? 0)
}

/** Whether a link's host has a name that the services take for one on the internet: only then do they count it as short. */
export function isPublicName(host: string): boolean {
  const [, top = ''] = /\.([a-z]{2,24}|xn--[a-z0-9-]+)$/i.exec(host) ?? []
  return top !== '' && !reserved.has(top.toLowerCase())
}

/** https://www.rfc-editor.org/rfc/rfc6761 and https://www.icann.org/resources/board-material/resolutions-2018-02-04-en#2.c */
const reserved = new Set([
  'example',
  'invalid',
  'test',
  'localhost',
  'local',
  'internal',
  'lan',
  'home',
  'corp',
  'onion',
])
