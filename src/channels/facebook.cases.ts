import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { plainlyShown } from './shown.cases.ts'
import type { VendorModel } from './vendor.cases.ts'

// https://developers.facebook.com/docs/pages-api/posts

const shape = z.strictObject({
  message: z.string().min(1).max(63_206),
  link: z.url(),
  access_token: z.string().min(40),
})

function answer({ method, path, json }: VendorRequest): VendorAnswer {
  const page = /^\/v\d+\.\d\/(\d+)\/feed$/.exec(path)?.[1]
  if (method !== 'POST' || !page || !shape.safeParse(json).success)
    return { status: 400, body: { error: { message: '(#100) Invalid parameter', type: 'OAuthException', code: 100 } } }
  return { status: 200, body: { id: `${page}_122100000000000001` } }
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    const { message, link } = shape.parse(request?.json)
    const shown = plainlyShown(message, /(?<!\w)@(\[\d+[^\]]*\]|everyone\b|followers\b)/g)
    return { ...shown, links: [...shown.links, { words: link, href: link }] }
  },
  spellings: [{ page: ' 110123456789012 ' }],
  others: [{ page: '110123456789013' }],
}
