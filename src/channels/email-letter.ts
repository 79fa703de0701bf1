import { type Html, html } from '../lib/html.ts'
import { parseMailbox } from '../lib/mailbox.ts'
import { markdownToText, renderMarkdown } from '../lib/markdown.ts'
import { z } from '../lib/zod.ts'
import { mailButton, mailDocument, mailText, postalLine } from './email-layout.ts'
import type { WrittenMail } from './email-message.ts'

export type Message = { subject: string; html: string; text: string }

/** A short mail to one person with one thing to do. */
export type Letter = {
  subject: string
  /** The first is the news itself. */
  paragraphs: readonly string[]
  /** What somebody else wrote, which it is about: set off after the first paragraph. */
  quote?: { title: string; body: string }
  action: { label: string; url: string } | null
  /** Why they get it, and what happens if they do nothing. */
  footer: string
  /** Where that can be changed. */
  change?: { label: string; url: string }
  /** Of the page whose reader they are. */
  postal?: string | null
  /** A BCP 47 tag; English where absent. */
  language?: string
}

export function letterMessage(letter: Letter): Message {
  const { subject, quote, action, footer, change, postal, language = 'en' } = letter
  const [first = '', ...rest] = letter.paragraphs.filter((text) => text !== '')
  return {
    subject,
    html: mailDocument(
      subject,
      html`<p style="font-size:18px">${lines(first)}</p>${quote && quoted(quote)}${rest.map((text) => html`<p>${lines(text)}</p>`)}${action && mailButton(action.label, action.url)}`,
      html`<p>${footer}${change && html`<br><a href="${change.url}">${change.label}</a>`}${postalLine(postal)}</p>`,
      language,
    ),
    text: mailText(
      [
        first,
        quote ? `${quote.title}\n\n${markdownToText(quote.body)}`.replace(/^/gm, '> ') : '',
        ...rest,
        action ? `${action.label}: ${action.url}` : '',
      ],
      [footer, ...(change ? [`${change.label}: ${change.url}`] : []), ...(postal ? [postal] : [])],
    ),
  }
}

const quoted = ({ title, body }: NonNullable<Letter['quote']>): Html =>
  html`<div dir="auto" style="margin:16px 0;padding:1px 0 1px 16px;border-left:3px solid #8a8d94"><p><strong>${title}</strong></p>${renderMarkdown(body)}</div>`

const lines = (text: string) => text.split('\n').map((line, i) => html`${i > 0 && html`<br>`}${line}`)

const Sender = z.object({ from: z.string(), replyTo: z.string().optional(), bounceDomain: z.string().optional() })

/** Of a letter that comes again and again: the page, where one POST ends it, and its `returnsOf`. */
export type LetterList = { page: string; unsubscribe: string; returns: string }

/** The mail of a letter, from the sender of an account of mail. Its Message-ID is the same at every attempt. */
export function mailOfLetter(
  letter: { id: string; sender: string; recipient: string; subject: string; html: string; body: string },
  settings: unknown,
  list: LetterList | null = null,
): WrittenMail {
  const { from, replyTo, bounceDomain } = Sender.parse(settings)
  const { name, address } = parseMailbox(from) ?? { name: '', address: from }
  const host = address.split('@').at(-1)!.toLowerCase()
  const returnTo = list && bounceDomain ? `${list.returns}@${bounceDomain}` : null
  return {
    text: letter.body,
    mail: {
      from: { name: name || letter.sender, address },
      ...(replyTo && { replyTo }),
      to: letter.recipient,
      subject: letter.subject,
      text: letter.body,
      html: letter.html,
      messageId: `${letter.id}@${host}`,
      ...(returnTo && { returnPath: `b+${returnTo}` }),
      ...(list && {
        list: {
          id: `${list.page}.${host}`,
          unsubscribe: list.unsubscribe,
          ...(returnTo && { mailto: `u+${returnTo}` }),
        },
      }),
    },
  }
}
