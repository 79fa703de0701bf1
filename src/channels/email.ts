import type { Outcome } from './channel.ts'
import { outcomeOf } from './email-outcome.ts'
import type { MailTransport } from './email-transport.ts'

/** One mail to one person. */
export type Mail = {
  from: { name: string; address: string }
  to: string
  subject: string
  text: string
  html: string
  /** Without angle brackets. The same at every attempt, so that a repeat can be told from a second message. */
  messageId: string
  date: Date
  /** The message that starts the thread; without it the mail starts one. */
  thread?: string
  /** Present where the mail is one of many: the list's identity, and the address that ends it with one POST. */
  list?: { id: string; unsubscribe: string }
}

/** Hands a mail over to the server. Never throws: what goes wrong is an outcome. */
export async function sendMail(transport: MailTransport, mail: Mail): Promise<Outcome> {
  const { thread, list } = mail
  try {
    const info = await transport.transporter.sendMail({
      from: mail.from,
      to: { name: '', address: mail.to },
      envelope: { from: mail.from.address, to: mail.to },
      subject: oneLine(mail.subject),
      text: mail.text,
      html: mail.html,
      textEncoding: 'quoted-printable',
      messageId: `<${mail.messageId}>`,
      date: mail.date,
      ...(thread ? { inReplyTo: `<${thread}>`, references: `<${thread}>` } : {}),
      headers: { ...automatic, ...(list ? listHeaders(list) : {}) },
      signal: AbortSignal.timeout(transport.patience),
    })
    return { result: 'sent', detail: String(info.response).slice(0, 300) }
  } catch (error) {
    return outcomeOf(error)
  }
}

/** RFC 3834, and what Exchange reads instead: no out-of-office answers, please. */
const automatic = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

/**
 * RFC 8058 and 2919. `prepared` keeps each on one line, as it is: a folded List-Unsubscribe breaks the DKIM signatures
 * of some relays (https://github.com/nodemailer/nodemailer/issues/1654).
 */
const listHeaders = (list: { id: string; unsubscribe: string }) => ({
  Precedence: 'bulk',
  'List-Id': { prepared: true, value: `<${plain(list.id)}>` },
  'List-Unsubscribe': { prepared: true, value: `<${plain(list.unsubscribe)}>` },
  'List-Unsubscribe-Post': { prepared: true, value: 'List-Unsubscribe=One-Click' },
})

/** Printable ASCII without what would end the header's value. */
const plain = (text: string) => text.replace(/[^\x21-\x7e]|[<>]/g, '')

/** A subject is one line, whatever a title brought along. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
