import { createHmac } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import { plainlyShown } from './shown.cases.ts'
import type { VendorModel } from './vendor.cases.ts'
import { x } from './x.ts'
import { xLength } from './x-length.ts'

// https://docs.x.com/x-api/posts/create-post

const shape = z.strictObject({
  text: z.string().min(1),
  reply: z.strictObject({ in_reply_to_tweet_id: z.string().regex(/^\d{1,19}$/) }).optional(),
})

function answer(request: VendorRequest): VendorAnswer {
  if (request.method !== 'POST' || request.url !== 'https://api.x.com/2/tweets') return { status: 404 }
  if (!isSigned(request)) return { status: 401, body: { title: 'Unauthorized', detail: 'Unauthorized', status: 401 } }
  const given = shape.safeParse(request.json)
  if (!given.success)
    return { status: 400, body: { title: 'Invalid Request', detail: 'One or more parameters were invalid.' } }
  if (xLength(given.data.text) > 280 || /[\ufffe\ufeff\uffff]/.test(given.data.text))
    return { status: 403, body: { title: 'Forbidden', detail: 'Your Tweet text is too long.' } }
  return { status: 201, body: { data: { id: '1445880548472328192', text: given.data.text } } }
}

/** Judged by the npm package `oauth-1.0a`, as X itself would: the signature made anew from what the header says. */
function isSigned({ headers, url, method }: VendorRequest): boolean {
  const fields = Array.from((headers.authorization ?? '').matchAll(/(\w+)="([^"]*)"/g), ([, name = '', value = '']) => [
    name,
    decodeURIComponent(value),
  ])
  const { oauth_signature: signature, ...data } = Object.fromEntries(fields)
  const { consumerKey, consumerSecret, accessToken, accessSecret } = x.sample.settings
  const party = new OAuth({
    consumer: { key: consumerKey, secret: consumerSecret },
    signature_method: 'HMAC-SHA1',
    hash_function: (base, key) => createHmac('sha1', key).update(base).digest('base64'),
  })
  if (data.oauth_consumer_key !== consumerKey || data.oauth_token !== accessToken) return false
  return signature === party.getSignature({ url, method }, accessSecret, data)
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => plainlyShown(shape.parse(request?.json).text, /(?<![A-Za-z0-9_!#$%&*@])@\w{1,20}/g),
  spellings: [{ account: 'AcmeStatus' }],
  others: [{ account: '@acme_status' }],
}
