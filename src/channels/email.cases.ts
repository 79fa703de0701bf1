import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import type { Shown, VendorModel } from './vendor.cases.ts'

/** What a mail program gets to see. */
export type Seen = {
  from: string
  to: string
  subject: string
  text: string
  html: string
  headers: Record<string, string>
}

/** A vendor of mail: how it answers, and the mail that it makes of a request. */
export const mailVendor = (
  answer: (request: VendorRequest) => VendorAnswer,
  mailOf: (request: VendorRequest) => Seen,
): VendorModel => ({
  answer,
  shows: (requests) => shownAs(requests.map(mailOf)),
  spellings: [{ email: 'Pat@Customer.example' }, { email: ' pat@CUSTOMER.EXAMPLE ' }],
  others: [{ email: 'pat+status@customer.example' }, { email: 'kim@customer.example' }],
})

/** Whether the headers of RFC 8058, 2919 and 3834 are there, each on one line of ASCII. */
export const wellHeaded = ({ headers, subject }: Seen): boolean =>
  ['Message-ID', 'List-Unsubscribe-Post', 'List-Id', 'List-Unsubscribe'].every(
    (name) => headers['List-Id'] === undefined || headers[name] !== undefined,
  ) &&
  headers['Auto-Submitted'] === 'auto-generated' &&
  Object.values(headers).every((value) => /^[\x20-\x7e]+$/.test(value)) &&
  !/[\r\n]/.test(subject)

function shownAs(mails: readonly Seen[]): Shown {
  const html = mails.map((mail) => mail.html).join('')
  const body = html.replace(/<head>[\s\S]*<\/head>/, '')
  return {
    text: mails.map(({ subject, text }) => `${subject}\n${text}`).join('\n') + unescaped(body.replace(/<[^>]*>/g, ' ')),
    pings: [],
    links: [...body.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([\s\S]*?)<\/a>/g)].map(([, href = '', words = '']) => ({
      // Where on a page it leads to is no other address.
      href: unescaped(href).replace(/#unsubscribe$/, ''),
      words: unescaped(words.replace(/<[^>]*>/g, '')),
    })),
    formats: [
      ...body.matchAll(/<(strong|em|code|pre|h\d|li|blockquote|b|i|s|img|script|style)\b[^>]*>([\s\S]*?)<\/\1>/g),
    ].map(([, , run = '']) => unescaped(run)),
  }
}

const unescaped = (text: string) =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[String(name)] ?? '',
  )
