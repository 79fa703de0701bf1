import type { Message } from './channel.ts'
import { dressed, type Parts, stacked } from './dress.ts'
import { plainLine } from './rich-text.ts'
import { firstWordsIn } from './sms-first-words.ts'

/** More than three are split and billed as three messages, and some networks lose one of them. */
export const mostSegments = 3

/**
 * A message as an SMS of at most three segments, its link whole: who writes, what, and where to read on. The first message to
 * a number says what carriers ask for: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc, CTIA's principles 5.1.
 */
export function smsText(message: Message): string {
  const short = message.short
    ? { ...message, body: plainLine(message.short, 500), kind: 'withdrawal' as const }
    : message
  const brand = plainLine(message.page.name, 40)
  const legal = message.isFirst ? firstWordsIn(message.language) : null
  const lay = (url: string | null) => (parts: Parts) =>
    asGsm(
      [
        parts.heading.startsWith(brand) ? parts.heading : `${brand}: ${parts.heading}`,
        ...lines(parts.body),
        ...lines(parts.facts.join('\n')),
        url,
        legal,
      ]
        .filter((line) => line)
        .join('\n'),
    )
  const fits = (text: string) => segmentsOf(text).segments <= mostSegments
  // An address that leaves no room gives way to the page's, and that to none.
  for (const url of [message.link.url, message.page.url]) {
    const text = dressed(short, lay(url), fits, quiet)
    if (fits(text) && text.includes(url)) return text
  }
  return dressed(short, lay(null), fits, quiet)
}

const lines = (text: string) => stacked(text).split(/\n+/)

/** Invisible characters only cost; those that hold an emoji together stay. */
const quiet = (text: string) => text.replace(/[\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g, '')

export type Segments = { encoding: 'GSM-7' | 'UCS-2'; segments: number }

/** As networks count: 160 of the GSM alphabet or 70 others, of several 153 or 67 each, none of which splits a character. */
export function segmentsOf(text: string): Segments {
  const isGsm = isInGsm(text)
  const weigh = (char: string) => (isGsm ? (extended.has(char) ? 2 : 1) : char.length)
  const [single, each] = isGsm ? [160, 153] : [70, 67]
  let total = 0
  let segments = 1
  let used = 0
  for (const char of text) {
    const weight = weigh(char)
    total += weight
    if (used + weight > each) {
      segments++
      used = 0
    }
    used += weight
  }
  return { encoding: isGsm ? 'GSM-7' : 'UCS-2', segments: total <= single ? 1 : segments }
}

export const isInGsm = (text: string): boolean => {
  for (const char of text) if (!basic.has(char) && !extended.has(char)) return false
  return true
}

/** Typographic characters as a typewriter has them, where that alone makes the text fit the GSM alphabet; else the text as it is. */
export function asGsm(text: string): string {
  const typed = text.replace(/[^\n\x20-\x7e]/gu, (char) => typewriter.get(char) ?? char)
  return isInGsm(typed) ? typed : text
}

/** 3GPP TS 23.038, 6.2.1: https://www.etsi.org/deliver/etsi_ts/123000_123099/123038/ */
const basic: ReadonlySet<string> = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** Each takes two places. */
const extended: ReadonlySet<string> = new Set('^{}\\[~]|€\f')

const typewriter: ReadonlyMap<string, string> = new Map(
  (
    [
      ['“”„‟«»″', '"'],
      ['‘’‚‛‹›′`´', "'"],
      ['–—‐‑‒―−', '-'],
      ['…', '...'],
      ['•·‣', '-'],
      ['\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\t', ' '],
      ['→', '->'],
      ['←', '<-'],
      ['×', 'x'],
      ['\u00ad\u200b\u2060\ufeff', ''],
      ['\u2028\u2029', '\n'],
    ] as const
  ).flatMap(([from, to]) => [...from].map((char) => [char, to] as const)),
)
