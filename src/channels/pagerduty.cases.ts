import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { plainlyShown } from './shown.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

// https://developer.pagerduty.com/docs/send-alert-event

const shape = z.strictObject({
  routing_key: z.string().length(32),
  event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
  dedup_key: z.string().min(1).max(255),
  client: z.string(),
  client_url: z.url(),
  links: z.array(z.strictObject({ href: z.url(), text: z.string() })),
  payload: z.strictObject({
    summary: z.string().min(1).max(1024),
    source: z.string().min(1),
    severity: z.enum(['critical', 'error', 'warning', 'info']),
    timestamp: z.iso.datetime().optional(),
    custom_details: z.record(z.string(), z.unknown()),
  }),
})

function answer({ method, path, json, body }: VendorRequest): VendorAnswer {
  if (method !== 'POST' || path !== '/v2/enqueue') return { status: 404 }
  const given = shape.safeParse(json)
  if (!given.success || body.length > 512 * 1024) {
    const errors = given.error?.issues.map(({ path, message }) => `'${path.join('.')}' ${message}`) ?? ['too large']
    return { status: 400, body: { status: 'invalid event', message: 'Event object is invalid', errors } }
  }
  return {
    status: 202,
    body: { status: 'success', message: 'Event processed', dedup_key: given.data.dedup_key },
  }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const { payload, links } = shape.parse(request?.json)
    const details = z.object({ message: z.string(), facts: z.array(z.string()) }).parse(payload.custom_details)
    const shown = plainlyShown([payload.summary, details.message, ...details.facts].join('\n'))
    return { ...shown, links: [...shown.links, ...links.map(({ href, text }) => ({ words: text, href }))] }
  },
  spellings: [{ key: ' e93facc04764012d7bfb002500d5d1a6' }, { key: 'e93facc04764012d7bfb002500d5d1a6', region: 'eu' }],
  others: [{ key: 'e93facc04764012d7bfb002500d5d1a7' }],
}
