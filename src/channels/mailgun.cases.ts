import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { mailVendor, type Seen, wellHeaded } from './email.cases.ts'

// https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages

const known = /^(from|to|subject|text|html|o:tracking|h:[A-Za-z-]+)$/

function mailOf({ text: body }: VendorRequest): Seen {
  const fields = new URLSearchParams(body)
  const of = (name: string) => fields.get(name) ?? ''
  const headers = [...fields].flatMap(([name, value]) => (name.startsWith('h:') ? [[name.slice(2), value]] : []))
  return {
    from: of('from'),
    to: of('to'),
    subject: of('subject'),
    text: of('text'),
    html: of('html'),
    headers: Object.fromEntries(headers),
  }
}

function answer(request: VendorRequest): VendorAnswer {
  const { host, path, headers, text } = request
  if (host !== 'api.mailgun.net' || path !== '/v3/mg.acme.example/messages') return { status: 404 }
  if (!headers.authorization?.startsWith('Basic ')) return { status: 401, body: 'Forbidden' }
  const names = [...new URLSearchParams(text).keys()]
  const mail = mailOf(request)
  const isWhole = [mail.from, mail.to, mail.subject, mail.text, mail.html].every((part) => part.length > 0)
  if (!isWhole || names.some((name) => !known.test(name)) || new Set(names).size !== names.length)
    return { status: 400, body: { message: 'a parameter is missing or unknown' } }
  if (!/^[^\s<>,;@]+@[^\s<>,;@]+$/.test(mail.to))
    return { status: 400, body: { message: "'to' parameter is not a valid address. please check documentation" } }
  if (!wellHeaded(mail)) return { status: 400, body: { message: 'a header is not well formed' } }
  return { body: { id: mail.headers['Message-ID'], message: 'Queued. Thank you.' } }
}

export const vendor = mailVendor(answer, mailOf)
