import { type Contact, hrefOf } from '../../content/contacts.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { ownText } from './own-text.ts'
import { chatButton } from './visit.ts'

/** How to reach a person. */
export function contact(frame: Frame): Html | null {
  const { contacts } = frame.page.content
  const chat = chatButton(frame, '/')
  if (contacts.length === 0 && !chat) return null
  return html`<section aria-labelledby="contact"${contacts.length === 0 && html` class="chat-only"`}><h2 id="contact">${frame.words.text('contact.heading')}</h2>${contacts.length > 0 && html`<ul class="contacts">${contacts.map((one) => html`<li>${entry(frame, one)}</li>`)}</ul>`}${chat && html`<p class="on">${chat}</p>`}</section>
`
}

function entry(frame: Frame, one: Contact): Html {
  const label = ownText(frame, one.label ?? '', 'label', one.translations)
  const value = ownText(frame, one.value, 'value', one.translations)
  const href = hrefOf({ kind: one.kind, value: value.text })
  if (one.kind === 'link') return html`<a href="${href}" rel="noopener"><bdi${label.lang}>${label.text}</bdi></a>`
  const before = label.text !== '' && html`<span class="label"><bdi${label.lang}>${label.text}</bdi></span> `
  if (href === null) return html`${before}<address${value.attributes}>${value.text}</address>`
  return html`${before}<a href="${href}"><bdi dir="ltr">${value.text}</bdi></a>`
}
