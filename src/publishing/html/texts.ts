import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'

/** A text of the page's own; none where no text has the key. */
export function freeText(frame: Frame, key: string): Html | null {
  const text = frame.page.content.texts.find((one) => one.key === key)
  if (!text) return null
  const body = html`<div class="prose" dir="auto">${frame.markdown(text.text)}</div>`
  if (!text.heading) return html`<div class="text">${body}</div>\n`
  const id = `text-${text.key.replaceAll('.', '-')}`
  return html`<section class="text" aria-labelledby="${id}"><h2 id="${id}" dir="auto">${text.heading}</h2>${body}</section>
`
}
