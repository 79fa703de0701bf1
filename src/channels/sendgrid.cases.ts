import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { mailVendor, type Seen, wellHeaded } from './email.cases.ts'

// https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send: unknown fields are refused.

const person = z.strictObject({ email: z.email(), name: z.string().optional() })
const shape = z.strictObject({
  personalizations: z.array(z.strictObject({ to: z.array(person).length(1) })).length(1),
  from: person,
  reply_to: person.optional(),
  subject: z.string().min(1),
  content: z.tuple([
    z.strictObject({ type: z.literal('text/plain'), value: z.string().min(1) }),
    z.strictObject({ type: z.literal('text/html'), value: z.string().min(1) }),
  ]),
  headers: z.record(z.string(), z.string()),
  custom_args: z.record(z.string(), z.string()).refine((args) => JSON.stringify(args).length < 10_000),
  tracking_settings: z.record(z.string(), z.object({ enable: z.boolean() })),
})

const reserved =
  /^(x-sg-id|x-sg-eid|received|dkim-signature|content-type|content-transfer-encoding|to|from|subject|reply-to|cc|bcc)$/i

const mailOf = ({ json }: VendorRequest): Seen => {
  const { from, subject, content, headers, personalizations } = shape.parse(json)
  return {
    from: `${from.name} <${from.email}>`,
    to: personalizations[0]!.to[0]!.email,
    subject,
    text: content[0].value,
    html: content[1].value,
    headers,
  }
}

const refused = (status: number, message: string, field: string | null): VendorAnswer => ({
  status,
  body: { errors: [{ message, field, help: null }] },
})

function answer(request: VendorRequest): VendorAnswer {
  if (request.host !== 'api.sendgrid.com' || request.method !== 'POST' || request.path !== '/v3/mail/send')
    return refused(404, 'not found', null)
  if (!request.headers.authorization?.startsWith('Bearer SG.')) return refused(401, 'authorization required', null)
  const parsed = shape.safeParse(request.json)
  if (!parsed.success) return refused(400, parsed.error.message, parsed.error.issues[0]?.path.join('.') ?? null)
  const names = Object.keys(parsed.data.headers)
  if (names.some((name) => reserved.test(name)) || !wellHeaded(mailOf(request)))
    return refused(400, 'The header is reserved or not well formed.', 'headers')
  return { status: 202, headers: { 'x-message-id': 'Zm9vYmFyYmF6' } }
}

export const vendor = mailVendor(answer, mailOf)
