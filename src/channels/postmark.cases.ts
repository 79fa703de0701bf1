import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { mailVendor, type Seen, wellHeaded } from './email.cases.ts'

// https://postmarkapp.com/developer/api/email-api#send-a-single-email

const shape = z.strictObject({
  From: z.string().regex(/^(?:"(?:[^"\\\p{Cc}]|\\.)*" <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u),
  To: z.email(),
  ReplyTo: z.string().optional(),
  Subject: z.string().min(1).max(2000),
  TextBody: z.string().min(1).max(5_000_000),
  HtmlBody: z.string().min(1).max(5_000_000),
  MessageStream: z.string(),
  TrackOpens: z.boolean(),
  TrackLinks: z.enum(['None', 'HtmlAndText', 'HtmlOnly', 'TextOnly']),
  Headers: z.array(z.strictObject({ Name: z.string(), Value: z.string() })),
})

const mailOf = ({ json }: VendorRequest): Seen => {
  const { From: from, To: to, Subject: subject, TextBody: text, HtmlBody: html, Headers } = shape.parse(json)
  return { from, to, subject, text, html, headers: Object.fromEntries(Headers.map(({ Name, Value }) => [Name, Value])) }
}

const refused = (status: number, ErrorCode: number, Message: string): VendorAnswer => ({
  status,
  body: { ErrorCode, Message },
})

function answer(request: VendorRequest): VendorAnswer {
  const { host, path, headers, json } = request
  if (host !== 'api.postmarkapp.com' || path !== '/email' || headers.accept !== 'application/json')
    return { status: 404 }
  if (!headers['x-postmark-server-token']) return refused(401, 10, 'Bad or missing API token')
  const parsed = shape.safeParse(json)
  if (!parsed.success) return refused(422, 300, parsed.error.message)
  if (!wellHeaded(mailOf(request)) || mailOf(request).headers['X-PM-KeepID'] !== 'true')
    return refused(422, 300, 'Invalid header')
  return {
    body: {
      To: parsed.data.To,
      SubmittedAt: '2026-03-02T04:01:00.0000000-05:00',
      MessageID: '0a129aee-e1cd-480d-b08d-4f48548ff48d',
      ErrorCode: 0,
      Message: 'OK',
    },
  }
}

export const vendor = mailVendor(answer, mailOf)
