import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { plainlyShown } from './shown.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

// https://pushover.net/api

const key = z.string().regex(/^[A-Za-z0-9]{30}$/)
const shape = z.strictObject({
  token: key,
  user: key,
  message: z.string().min(1).max(1024),
  title: z.string().max(250),
  html: z.literal(0),
  priority: z.int().min(-2).max(1),
  url: z.string().max(512).optional(),
  url_title: z.string().max(100).optional(),
})

function answer({ method, path, json }: VendorRequest): VendorAnswer {
  const given = shape.safeParse(json)
  if (method === 'POST' && path === '/1/messages.json' && given.success)
    return { status: 200, body: { status: 1, request: '647d2300-702c-4b38-8b2f-d56326ae460b' } }
  const wrong = String(given.error?.issues[0]?.path[0] ?? 'request')
  return { status: 400, body: { [wrong]: 'invalid', errors: [`${wrong} is invalid`], status: 0, request: '5042853c' } }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const { title, message, url, url_title = '' } = shape.parse(request?.json)
    const shown = plainlyShown(`${title}\n${message}`)
    return { ...shown, links: [...shown.links, ...(url ? [{ words: url_title, href: url }] : [])] }
  },
  spellings: [{ user: ' uQiRzpo4DXghDmr9QzzfQu27cmVRsG' }],
  others: [{ user: 'uQiRzpo4DXghDmr9QzzfQu27cmVRsg' }],
}
