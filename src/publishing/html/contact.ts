import { type Contact, hrefOf } from '../../content/contacts.ts'
import { type Html, html } from '../../lib/html.ts'
import type { Frame } from '../frame.ts'
import { chatButton } from './visit.ts'

/** How to reach a person. */
export function contact(frame: Frame): Html | null {
  const { contacts } = frame.page.content
  const chat = chatButton(frame, '/')
  if (contacts.length === 0 && !chat) return null
  return html`<section aria-labelledby="contact"${contacts.length === 0 && html` class="chat-only"`}><h2 id="contact">${frame.words.text('contact.heading')}</h2>${contacts.length > 0 && html`<ul class="contacts">${contacts.map((one) => html`<li>${entry(one)}</li>`)}</ul>`}${chat && html`<p class="on">${chat}</p>`}</section>
`
}

function entry(one: Contact): Html {
  const href = hrefOf(one)
  if (one.kind === 'link') return html`<a href="${href}" rel="noopener"><bdi>${one.label}</bdi></a>`
  const label = one.label && html`<span class="label"><bdi>${one.label}</bdi></span> `
  if (href === null) return html`${label}<address dir="auto">${one.value}</address>`
  return html`${label}<a href="${href}"><bdi dir="ltr">${one.value}</bdi></a>`
}
