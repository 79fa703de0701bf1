import { html } from '../lib/html.ts'
import { mailButton, mailDocument, mailText } from './email-layout.ts'
import type { Message } from './email-update.ts'

/** A short mail to one person with one thing to do. */
export type Letter = {
  subject: string
  /** The first is the news itself. */
  paragraphs: readonly string[]
  action: { label: string; url: string } | null
  /** Why they get it, and what happens if they do nothing. */
  footer: string
}

export function letterMessage({ subject, paragraphs, action, footer }: Letter): Message {
  return {
    subject,
    html: mailDocument(
      subject,
      html`${paragraphs.map((text) => html`<p>${lines(text)}</p>`)}${action && mailButton(action.label, action.url)}`,
      html`<p>${footer}</p>`,
    ),
    text: mailText([...paragraphs, action ? `${action.label}: ${action.url}` : ''], [footer]),
  }
}

const lines = (text: string) => text.split('\n').map((line, i) => html`${i > 0 && html`<br>`}${line}`)
