import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { numbers, plainShown } from './phone.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

/** https://developers.messagebird.com/api/sms-messaging/#send-outbound-sms */
const shape = z.strictObject({
  recipients: z.array(z.int().min(1_000_000).max(999_999_999_999_999)).min(1).max(50),
  originator: z.string().regex(/^(\d{5,15}|[A-Za-z0-9 ]{2,11})$/),
  body: z.string().min(1).max(1377),
  datacoding: z.enum(['auto', 'plain', 'unicode']),
  reference: z.string().max(60),
  reportUrl: z.url().optional(),
})

function answer({ path, headers, json }: VendorRequest): VendorAnswer {
  if (!/^AccessKey \S+$/.test(headers.authorization ?? ''))
    return { status: 401, body: { errors: [{ code: 2, description: 'Request not allowed', parameter: 'access_key' }] } }
  const given = shape.safeParse(json)
  if (path !== '/messages' || !given.success)
    return {
      status: 422,
      body: { errors: [{ code: 10, description: 'no', parameter: String(given.error?.issues[0]?.path[0]) }] },
    }
  return {
    status: 201,
    body: { id: 'e8077d803532c0b5937c639b60216938', recipients: { totalCount: 1, items: [{ status: 'sent' }] } },
  }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => plainShown(shape.parse(request?.json).body),
  idOf: ({ json }) => shape.parse(json).reference,
  ...numbers,
}
