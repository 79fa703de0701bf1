import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { plainlyShown } from './shown.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

// https://docs.ntfy.sh/publish/#publish-as-json and #limitations

const shape = z.strictObject({
  topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/),
  message: z.string().min(1),
  title: z.string(),
  tags: z.array(z.string()),
  priority: z.int().min(1).max(5),
  click: z.url(),
  actions: z.array(z.strictObject({ action: z.literal('view'), label: z.string().min(1), url: z.url() })).max(3),
})

function answer({ method, path, headers, json }: VendorRequest): VendorAnswer {
  if (headers.authorization && !/^Bearer tk_\w+$/.test(headers.authorization))
    return { status: 401, body: { code: 40101, http: 401, error: 'unauthorized' } }
  const given = shape.safeParse(json)
  if (method !== 'POST' || path !== '/' || !given.success)
    return {
      status: 400,
      body: { code: 40017, http: 400, error: 'invalid request: request body must be message JSON' },
    }
  // The real one makes an attachment of it.
  if (Buffer.byteLength(given.data.message) > 4096 || Buffer.byteLength(given.data.title) > 1024)
    return { status: 400, body: { code: 40014, http: 400, error: 'invalid request: attachments not allowed' } }
  return { status: 200, body: { id: 'sPs71M8A2T', time: 1643935928, event: 'message', topic: given.data.topic } }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const { title, message, click, actions } = shape.parse(request?.json)
    const shown = plainlyShown(`${title}\n${message}`)
    const buttons = actions.map(({ label, url }) => ({ words: label, href: url }))
    return { ...shown, links: [...shown.links, { words: click, href: click }, ...buttons] }
  },
  spellings: [{ topic: 'acme-status-8f3k2 ' }],
  others: [{ topic: 'Acme-status-8f3k2' }],
}
