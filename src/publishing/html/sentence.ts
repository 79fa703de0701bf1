import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { isOpen } from '../words.ts'
import { near } from './time.ts'

/** The page's sentence with its times as times, so that they can be shown in the reader's zone. */
export function sentenceHtml(frame: Frame, text: string): Html {
  const open = frame.snapshot.incidents.filter(isOpen)
  const moments = open
    .flatMap((one) => [one.startedAt, one.scheduledUntil, one.nextUpdateAt])
    .filter((at) => at !== null)
  const written = new Map(moments.map((at) => [frame.times.near(at, frame.now), at]))
  const [first] = [...written.keys()].filter((time) => text.includes(time)).toSorted((a, b) => b.length - a.length)
  const at = first && written.get(first)
  if (!first || !at) return html`${text}`
  const begin = text.indexOf(first)
  return html`${sentenceHtml(frame, text.slice(0, begin))}${near(frame, at)}${sentenceHtml(frame, text.slice(begin + first.length))}`
}
