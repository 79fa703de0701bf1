import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { mailVendor, type Seen, wellHeaded } from './email.cases.ts'

// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html

const shape = z.strictObject({
  Destination: z.strictObject({ ToAddresses: z.array(z.email()).length(1) }),
  Content: z.strictObject({ Raw: z.strictObject({ Data: z.base64() }) }),
  ConfigurationSetName: z.string().optional(),
})

function mailOf({ json }: VendorRequest): Seen {
  const { Destination, Content } = shape.parse(json)
  const raw = Buffer.from(Content.Raw.Data, 'base64').toString('latin1')
  const headers = headersOf(raw)
  const boundary = /boundary="([^"]+)"/.exec(headers['Content-Type'] ?? '')?.[1] ?? ''
  const [, text = '', html = ''] = raw.split(`--${boundary}`)
  return {
    from: decoded(headers.From ?? ''),
    to: Destination.ToAddresses[0]!,
    subject: decoded(headers.Subject ?? ''),
    text: bodyOf(text),
    html: bodyOf(html),
    headers,
  }
}

const headersOf = (raw: string): Record<string, string> =>
  Object.fromEntries(
    raw
      .split('\r\n\r\n')[0]!
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => [
        line.slice(0, line.indexOf(':')).replace('List-ID', 'List-Id'),
        line.slice(line.indexOf(':') + 2),
      ]),
  )

/** Quoted-printable: https://www.rfc-editor.org/rfc/rfc2045#section-6.7 */
const bodyOf = (part: string): string =>
  Buffer.from(
    part
      .slice(part.indexOf('\r\n\r\n') + 4)
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/\r\n/g, '\n'),
    'latin1',
  ).toString('utf8')

/** Encoded words: https://www.rfc-editor.org/rfc/rfc2047 */
const decoded = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([QB])\?([^?]*)\?=/gi, (_, kind, held) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(held, 'base64').toString('utf8')
        : bodyOf(`\r\n\r\n${held.replaceAll('_', ' ')}`),
    )

const refused = (status: number, type: string, message: string): VendorAnswer => ({
  status,
  headers: { 'x-amzn-errortype': `${type}:http://internal.amazon.com/coral/com.amazonaws.sesv2/` },
  body: { message },
})

function answer(request: VendorRequest): VendorAnswer {
  const { host, path, method, headers, json } = request
  if (host !== 'email.eu-central-1.amazonaws.com' || path !== '/v2/email/outbound-emails' || method !== 'POST')
    return refused(404, 'NotFoundException', 'no such resource')
  if (
    !/^AWS4-HMAC-SHA256 Credential=AKIA\w+\/\d{8}\/eu-central-1\/ses\/aws4_request, /.test(headers.authorization ?? '')
  )
    return refused(403, 'SignatureDoesNotMatch', 'The request signature does not match')
  const parsed = shape.safeParse(json)
  if (!parsed.success) return refused(400, 'BadRequestException', parsed.error.message)
  const lines = Buffer.from(parsed.data.Content.Raw.Data, 'base64').toString('latin1').split('\r\n')
  if (lines.some((line) => line.length > 998 || /[^\t\x20-\x7e]/.test(line)) || !wellHeaded(mailOf(request)))
    return refused(400, 'BadRequestException', 'the mail is not well formed')
  return { body: { MessageId: '0107018e2f0c1234-aaaabbbb-cccc-dddd-eeee-ffff00001111-000000' } }
}

export const vendor = mailVendor(answer, mailOf)
