import { type Html, html } from '../../lib/html.ts'
import { markdownToText } from '../../lib/markdown.ts'
import { wordDiff } from '../../lib/word-diff.ts'
import type { Frame } from '../frame.ts'
import type { UpdateInfo } from '../snapshot.ts'
import { beside } from './time.ts'

/** That a post was edited, and each time what went and what came. */
export function edited(frame: Frame, update: UpdateInfo, at: Date): Html {
  const word = frame.words.html('edits.edited', { time: beside(frame, at, update.displayAt) })
  if (update.earlier.length === 0) return html`<p class="aside">${word}</p>`
  return html`<details class="earlier" id="earlier-${update.id}"><summary>${word}</summary>${update.earlier.map(
    ({ body, until }, i) =>
      html`<p class="aside">${frame.words.html('edits.changed', { time: beside(frame, until, update.displayAt) })}</p><div class="prose diff" dir="auto">${changes(frame, body, update.earlier[i - 1]?.body ?? update.body)}</div>`,
  )}</details>`
}

/** `ins` and `del` are not told by every screen reader, so the words are there too. */
const changes = ({ words }: Frame, before: string, after: string): Html =>
  html`<p>${wordDiff(markdownToText(before), markdownToText(after)).map(({ kind, text }) => {
    if (kind === 'added') return html`<ins><span class="sr"> ${words.text('edits.added')} </span>${text}</ins>`
    if (kind === 'removed') return html`<del><span class="sr"> ${words.text('edits.removed')} </span>${text}</del>`
    return text
  })}</p>`
