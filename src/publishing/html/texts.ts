import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { languageNote } from './languages.ts'
import { ownText } from './own-text.ts'

/** A text of the page's own; none where no text has the key. */
export function freeText(frame: Frame, key: string): Html | null {
  const text = frame.page.content.texts.find((one) => one.key === key)
  if (!text) return null
  const { text: words, attributes, other } = ownText(frame, text.text, 'text', text.translations)
  const body = html`<div class="prose"${attributes}>${frame.markdown(words)}</div>${languageNote(frame, other)}`
  if (!text.heading) return html`<div class="text">${body}</div>\n`
  const heading = ownText(frame, text.heading, 'heading', text.translations)
  const id = `text-${text.key.replaceAll('.', '-')}`
  return html`<section class="text" aria-labelledby="${id}"><h2 id="${id}"${heading.attributes}>${heading.text}</h2>${body}</section>
`
}
