import { hash } from 'node:crypto'
import { withoutTurns } from '../lib/bidi.ts'

/** One mail to one person. */
export type Mail = {
  from: { name: string; address: string }
  replyTo?: string
  to: string
  /** Where the server sends what it cannot deliver; `from` where absent. */
  returnPath?: string
  subject: string
  text: string
  html: string
  /** Without angle brackets. The same at every attempt, so that a repeat can be told from a second message. */
  messageId: string
  date: Date
  /** The message that starts the thread; without it the mail starts one. */
  thread?: string
  /** The same message by the name that a vendor gave it. */
  also?: string
  /** Present where the mail is one of many: the list's identity, and the addresses that end it with one POST or one mail. */
  list?: { id: string; unsubscribe: string; mailto?: string }
}

/** The mail as nodemailer takes it. */
export const composed = (mail: Mail) => ({
  from: mail.from,
  to: { name: '', address: mail.to },
  ...(mail.replyTo && { replyTo: oneLine(mail.replyTo) }),
  envelope: { from: mail.returnPath ?? mail.from.address, to: mail.to },
  subject: oneLine(mail.subject),
  text: canonical(mail.text),
  html: canonical(mail.html),
  textEncoding: 'quoted-printable' as const,
  messageId: `<${mail.messageId}>`,
  date: mail.date,
  ...(mail.thread && { inReplyTo: `<${mail.also ?? mail.thread}>`, references: referencesOf(mail) }),
  headers: headersOf(mail),
  // Parts are told apart by what nobody can guess who writes the text, and by the same at every attempt.
  baseBoundary: hash('sha256', `${mail.messageId} ${mail.html}`).slice(0, 32),
})

/** Lines of a mail end so (RFC 2045, 6.5). */
const canonical = (text: string) => text.replace(/\r\n?|\n/g, '\r\n')

/** The message that started the thread, by each of its names. */
export const referencesOf = ({ thread, also }: Pick<Mail, 'thread' | 'also'>): string =>
  [thread, also].flatMap((id) => (id ? [`<${plain(id)}>`] : [])).join(' ')

/** What stands above every mail, beside what every mail program sets. */
export const headersOf = ({ list }: Pick<Mail, 'list'>) => ({ ...automatic, ...(list && listHeaders(list)) })

/** RFC 3834, and what Exchange reads instead: no out-of-office answers, please. */
const automatic = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

/**
 * RFC 8058 and 2919. `prepared` keeps each on one line, as it is: a folded List-Unsubscribe breaks the DKIM signatures
 * of some relays (https://github.com/nodemailer/nodemailer/issues/1654).
 */
const listHeaders = ({ id, unsubscribe, mailto }: NonNullable<Mail['list']>) => ({
  Precedence: 'bulk',
  'List-Id': { prepared: true, value: `<${plain(id)}>` },
  'List-Unsubscribe': {
    prepared: true,
    value: [unsubscribe, ...(mailto ? [`mailto:${mailto}`] : [])].map((address) => `<${plain(address)}>`).join(', '),
  },
  'List-Unsubscribe-Post': { prepared: true, value: 'List-Unsubscribe=One-Click' },
})

/** Printable ASCII without what would end the header's value. */
const plain = (text: string) => text.replace(/[^\x21-\x7e]|[<>]/g, '')

/** A subject is one line, whatever a title brought along. */
export const oneLine = (text: string) =>
  withoutTurns(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
