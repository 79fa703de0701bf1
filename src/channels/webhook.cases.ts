import { Webhook } from 'standardwebhooks'
import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import type { VendorModel } from './vendor.cases.ts'

const shape = z.strictObject({
  type: z.string().regex(/^(incident|maintenance|notice)\.(created|updated|resolved|corrected|withdrawn)$|^note$/),
  timestamp: z.iso.datetime().nullable(),
  data: z.strictObject({
    page: z.strictObject({ id: z.string(), name: z.string(), url: z.url() }),
    heading: z.string(),
    body: z.string(),
    url: z.url(),
    manageUrl: z.url().nullable(),
    language: z.string(),
    incident: z.looseObject({ id: z.string(), update: z.looseObject({ id: z.string() }) }).nullable(),
  }),
})

const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDMKFStsMdHyA='

/** What a receiver does that uses the library of Standard Webhooks; the test's clock is its own. */
export function receive({ method, headers, text, body }: VendorRequest, key = secret): VendorAnswer {
  try {
    new Webhook(key).verify(text, { ...headers, 'webhook-timestamp': headers['webhook-timestamp'] ?? '' })
  } catch (error) {
    // It knows the moment from the machine alone: only that may be wrong here.
    if (!(error instanceof Error) || !/timestamp too old/i.test(error.message)) return { status: 401 }
    if (!signed(headers, text, key)) return { status: 401 }
  }
  if (method !== 'POST' || !headers['content-type']?.startsWith('application/json')) return { status: 415 }
  return body.length <= 20 * 1024 ? { status: 204 } : { status: 413 }
}

/** The library's own signature over what was sent is among those that came. */
export function signed(headers: Record<string, string>, text: string, key = secret): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000)
  const signature = new Webhook(key).sign(headers['webhook-id'] ?? '', at, text)
  return (headers['webhook-signature'] ?? '').split(' ').includes(signature)
}

export const vendor: VendorModel = {
  answer: (request) => (shape.safeParse(request.json).success ? receive(request) : { status: 400 }),
  // Data: nobody is called, and nothing is clicked, but by the receiver's own program.
  shows: ([request]) => {
    const { heading, body, url, page } = shape.parse(request?.json).data
    return { text: [page.name, heading, body, url].join('\n'), pings: [], links: [], formats: [] }
  },
  spellings: [
    { url: 'https://HOOKS.customer.example:443/status', secret },
    { url: ' https://hooks.customer.example/status#top', secret, format: 'statuspage' },
  ],
  others: [
    { url: 'https://hooks.customer.example/Status', secret },
    { url: 'http://hooks.customer.example/status', secret },
  ],
  idOf: ({ headers }) => headers['webhook-id'],
  lasting: ({ headers, text }) => ({ text, id: headers['webhook-id'] }),
}
