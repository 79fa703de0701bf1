import { escapeHtml, type Html, html } from '../lib/html.ts'
import { parseMailbox } from '../lib/mailbox.ts'
import { markdownToText, printable, renderMarkdown } from '../lib/markdown.ts'
import { remembered } from '../lib/remembered.ts'
import type { Message, To } from './channel.ts'
import type { Mail } from './email.ts'
import type { MailSettings, MailTarget } from './email-account.ts'
import { mailButton, mailDocument, mailText, postalLine } from './email-layout.ts'
import { type MailWords, mailWordsOf } from './email-words.ts'
import { fitted } from './fit.ts'

/** A mail without the moment at which it leaves. */
export type WrittenMail = { text: string; mail: Omit<Mail, 'date'> }

/**
 * The mail that a message makes. Every id in it follows from the delivery, so a repeat after a crash is the same mail.
 * The mail about an incident's first post starts the thread; the others answer it.
 */
export function writeMail(message: Message, { settings, target }: To<MailSettings, MailTarget>): WrittenMail {
  const from = parseMailbox(settings.from) ?? { name: '', address: settings.from }
  const host = from.address.split('@').at(-1)!.toLowerCase()
  const { page, incident, returns, manage, answers } = message
  const root = `${atom(message.thread)}@${host}`
  const startsThread = message.kind === 'update' && incident?.update.number === 1
  const isAnswer = incident !== null && !startsThread
  const returnTo = settings.bounceDomain && returns ? `${returns}@${settings.bounceDomain}` : null
  const { pageName, ...body } = wordsOf(message)
  return {
    text: body.text,
    mail: {
      from: { name: from.name || pageName, address: from.address },
      ...(settings.replyTo && { replyTo: settings.replyTo }),
      to: target.email,
      ...(returnTo && { returnPath: `b+${returnTo}` }),
      ...body,
      messageId: startsThread ? root : `${atom(message.id)}@${host}`,
      ...(isAnswer && { thread: root, ...(answers?.includes('@') && answers !== root && { also: answers }) }),
      ...(manage && {
        list: { id: `${page.id}.${host}`, unsubscribe: manage.url, ...(returnTo && { mailto: `u+${returnTo}` }) },
      }),
    },
  }
}

/** What is said, whoever reads it. */
type Said = Pick<
  Message,
  'kind' | 'language' | 'page' | 'heading' | 'preface' | 'body' | 'facts' | 'link' | 'manage' | 'because'
>
type Words = { pageName: string; subject: string; text: string; html: string }

/** What thousands of readers are told alike is written once, with as much room as the address takes that is the reader's own. */
function wordsOf({ kind, language, page, heading, preface, body, facts, link, manage, because }: Message): Words {
  const own = manage?.url ?? ''
  const room = '\0'.repeat(own.length)
  const said = { kind, language, page, heading, preface, body, facts, link, because }
  const words = written(JSON.stringify({ ...said, manage: manage && { ...manage, url: room } }))
  if (own === '') return words
  return {
    ...words,
    text: words.text.replaceAll(room, () => own),
    html: words.html.replaceAll(room, () => escapeHtml(own)),
  }
}

const written = remembered((said: string): Words => {
  const message = cleaned(JSON.parse(said))
  const subject = `[${fitted(message.page.name, 100)}] ${headingOf(message)}`
  return { pageName: message.page.name, subject, ...bodyOf(message, subject) }
}, 32)

/** Halves of characters and control characters mean nothing in a mail, and some servers refuse them. */
const cleaned = (message: Said): Said => ({
  ...message,
  page: { ...message.page, name: oneLine(message.page.name), postal: oneLine(message.page.postal ?? '') },
  heading: oneLine(message.heading),
  body: printable(message.body),
  facts: message.facts.map(oneLine),
  link: { ...message.link, label: oneLine(message.link.label) },
  manage: message.manage && { ...message.manage, label: oneLine(message.manage.label) },
  because: message.because && oneLine(message.because),
})

const atom = (text: string) => text.replace(/[^A-Za-z0-9._=-]/g, '')

/** Text and HTML; the HTML stays below 20 KB, whatever the length of the post. */
function bodyOf(message: Said, subject: string): { text: string; html: string } {
  const words = mailWordsOf(message.language)
  let limit = 12_000
  let document = htmlPart(message, subject, cutAt(message.body, limit), words)
  while (Buffer.byteLength(document) > 19_500 && limit > 100)
    document = htmlPart(message, subject, cutAt(message.body, (limit = limit / 2)), words)
  return { html: document, text: textPart(message, cutAt(message.body, limit), words) }
}

type Cut = { body: string; isCut: boolean }

/** The text up to the last paragraph, line or word that fits. */
function cutAt(body: string, limit: number): Cut {
  if (body.length <= limit) return { body, isCut: false }
  const head = body.slice(0, limit)
  const end = ['\n\n', '\n', ' '].map((mark) => head.lastIndexOf(mark)).find((at) => at > limit / 2)
  return { body: end ? head.slice(0, end) : fitted(body, limit, 'characters', ''), isCut: true }
}

function htmlPart(message: Said, subject: string, { body, isCut }: Cut, words: MailWords): string {
  const { preface, kind, link } = message
  const news =
    kind === 'withdrawal'
      ? html`<p>${preface && `${preface} `}${body}</p>`
      : html`${preface && html`<p><strong>${preface}</strong></p>`}${renderMarkdown(body)}`
  return mailDocument(
    subject,
    html`<div dir="auto" style="font-size:18px">${news}</div>
${isCut && html`<p>${words.longer}</p>`}
${factsOf(message).length > 0 && html`<p>${factsOf(message).map((line, i) => html`${i > 0 && html`<br>`}<bdi>${line}</bdi>`)}</p>`}
${kind === 'note' ? mailButton(link.label, link.url) : html`<p><a href="${link.url}">${link.label}</a></p>`}`,
    footerHtml(message, words),
    message.language,
  )
}

function footerHtml({ because, page, manage }: Said, words: MailWords): Html {
  const leave =
    manage &&
    html`<a href="${manage.url}">${manage.label}</a> · <a href="${manage.url}#unsubscribe">${words.unsubscribe}</a>`
  const reason = because ? words.reason(fitted(page.name, 100), fitted(because, 300)) : page.name
  return html`<p>${reason}${leave && html`<br>${leave}`}${postalLine(page.postal)}</p>`
}

function textPart(message: Said, { body, isCut }: Cut, words: MailWords): string {
  const { preface, kind, page, because, manage, link } = message
  const news =
    kind === 'withdrawal' ? [[preface, body].filter(Boolean).join(' ')] : [preface ?? '', markdownToText(body)]
  return mailText(
    [...news, isCut ? words.longer : '', factsOf(message).join('\n'), `${link.label}: ${link.url}`],
    [
      because ? words.reason(fitted(page.name, 100), fitted(because, 300)) : page.name,
      ...(manage ? [`${words.manageOrLeave(manage.label)}: ${manage.url}`] : []),
      ...(page.postal ? [fitted(page.postal, 300)] : []),
    ],
  )
}

/** What it is about, first; of a note the heading says nothing that its text does not. */
const factsOf = (message: Said) =>
  [...(message.kind === 'note' ? [] : [headingOf(message)]), ...message.facts]
    .slice(0, 12)
    .map((line) => fitted(line, 250))

const headingOf = ({ heading }: Said) => fitted(heading, 250)

const oneLine = (text: string) =>
  printable(text)
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
