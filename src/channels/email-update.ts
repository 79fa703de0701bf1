import { type Html, html } from '../lib/html.ts'
import { markdownToText, renderMarkdown } from '../lib/markdown.ts'
import { mailDocument, mailText } from './email-layout.ts'

/** All that a mail about an update says. */
export type UpdateMessage = {
  kind: 'update' | 'correction' | 'withdrawal'
  page: { name: string }
  title: string
  /** The phase in words: "Investigating". */
  phase: string
  /** Markdown; for a withdrawal the reason, as plain text. */
  body: string
  /** What is affected, each with its status in words. */
  affected: readonly { name: string; status: string }[]
  since: Date
  /** When it ended, where it has. */
  until: Date | null
  postedAt: Date
  nextUpdateAt: Date | null
  /** "you follow API · US": completes "You get this from … because …". */
  because: string
  incidentUrl: string
  manageUrl: string
  /** A moment in words, in the page's zone. */
  moment: (at: Date) => string
}

export type Message = { subject: string; html: string; text: string }

/** Subject, HTML and text of the mail; the HTML stays below 20 KB, whatever the length of the post. */
export function updateMessage(message: UpdateMessage): Message {
  const subject = `[${message.page.name}] ${heading(message)}: ${message.title}`
  const cut = (limit: number) => shortened(message.body, limit)
  let limit = 12_000
  let document = htmlPart(message, subject, cut(limit))
  while (Buffer.byteLength(document) > 19_500) document = htmlPart(message, subject, cut((limit = limit / 2)))
  return { subject, html: document, text: textPart(message, cut(limit)) }
}

const heading = ({ kind, phase }: UpdateMessage) =>
  kind === 'correction' ? 'Correction' : kind === 'withdrawal' ? 'Withdrawn' : phase

type Cut = { body: string; isCut: boolean }

/** The text up to the last paragraph, line or word that fits. */
function shortened(body: string, limit: number): Cut {
  if (body.length <= limit) return { body, isCut: false }
  const head = body.slice(0, limit)
  const end = ['\n\n', '\n', ' '].map((mark) => head.lastIndexOf(mark)).find((at) => at > limit / 2) ?? limit
  return { body: head.slice(0, end).toWellFormed(), isCut: true }
}

function htmlPart(message: UpdateMessage, subject: string, { body, isCut }: Cut): string {
  const news =
    message.kind === 'withdrawal'
      ? html`<p>${withdrawn(message)} ${body}</p>`
      : html`${message.kind === 'correction' && html`<p><strong>${corrected(message)}</strong></p>`}${renderMarkdown(body)}`
  return mailDocument(
    subject,
    html`<div dir="auto" style="font-size:18px">${news}</div>
${isCut && html`<p>This post is longer; the page has all of it.</p>`}
<p>${facts(message).map((line, i) => html`${i > 0 && html`<br>`}${line}`)}</p>
<p><a href="${message.incidentUrl}">Read it on the ${message.page.name} status page</a></p>`,
    footerHtml(message),
  )
}

const footerHtml = ({ because, page, manageUrl }: UpdateMessage): Html =>
  html`<p>You get this from the ${page.name} status page because ${because}.<br><a href="${manageUrl}">Choose what you hear about</a> · <a href="${manageUrl}#unsubscribe">Unsubscribe</a></p>`

function textPart(message: UpdateMessage, { body, isCut }: Cut): string {
  const news =
    message.kind === 'withdrawal'
      ? [`${withdrawn(message)} ${body}`]
      : [message.kind === 'correction' ? corrected(message) : '', markdownToText(body)]
  const { page, because, manageUrl, incidentUrl } = message
  return mailText(
    [
      ...news,
      isCut ? 'This post is longer; the page has all of it.' : '',
      facts(message).join('\n'),
      `Read it on the page: ${incidentUrl}`,
    ],
    [
      `You get this from the ${page.name} status page because ${because}.`,
      `Choose what you hear about, or unsubscribe: ${manageUrl}`,
    ],
  )
}

const withdrawn = (message: UpdateMessage) => `We have taken back our post of ${message.moment(message.postedAt)}.`
const corrected = (message: UpdateMessage) =>
  `Our post of ${message.moment(message.postedAt)} was wrong. This is the corrected text:`

function facts(message: UpdateMessage): string[] {
  const { affected, since, until, nextUpdateAt, moment } = message
  const span = until ? `From ${moment(since)} to ${moment(until)}` : `Since ${moment(since)}`
  return [
    `${message.phase}: ${message.title}`,
    ...(affected.length > 0 ? [`What it affects: ${affectedInWords(affected)}`] : []),
    span,
    ...(nextUpdateAt && !until ? [`Next update by ${moment(nextUpdateAt)}`] : []),
  ]
}

/** The first ten by name, then how many more. */
function affectedInWords(affected: UpdateMessage['affected']): string {
  const named = affected.slice(0, 10).map(({ name, status }) => `${name} (${status.toLowerCase()})`)
  return affected.length > 10 ? `${named.join(', ')} and ${affected.length - 10} more` : named.join(', ')
}
