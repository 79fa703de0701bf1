import { createECDH, createPublicKey, type ECDH, verify } from 'node:crypto'
import { createRequire } from 'node:module'
import { z } from '../lib/zod.ts'
import type { VendorAnswer, VendorRequest } from '../test/vendor.ts'
import type { VendorModel } from './vendor.cases.ts'
import { publicKeyOf, webPush } from './web-push.ts'

type Decrypting = { version: 'aes128gcm'; privateKey: ECDH; authSecret: string }
const ece: { decrypt(body: Buffer, options: Decrypting): Buffer } = createRequire(import.meta.url)('http_ece')

/** The browser of the sample: it alone can read what is sent to it. */
const browser = createECDH('prime256v1')
browser.setPrivateKey(Buffer.from('1MPooRJWq4Kk_HJWDrSisOh7rYIMKQ3ZsDYW3iQKpts', 'base64url'))

const shape = z.strictObject({
  title: z.string().min(1),
  body: z.string(),
  url: z.url(),
  tag: z.string(),
  lang: z.string(),
})

/** What the browser reads: decrypted by another library than the one that encrypted it. */
export const readPush = ({ body }: VendorRequest) =>
  shape.parse(
    JSON.parse(
      ece
        .decrypt(body, { version: 'aes128gcm', privateKey: browser, authSecret: webPush.sample.target.auth })
        .toString('utf8'),
    ),
  )

/** RFC 8030, 5; RFC 8292, 2. */
function answer(request: VendorRequest): VendorAnswer {
  const { method, headers, body } = request
  if (method !== 'POST' || headers['content-encoding'] !== 'aes128gcm') return { status: 400 }
  if (!/^\d+$/.test(headers.ttl ?? '') || !/^(very-low|low|normal|high)$/.test(headers.urgency ?? ''))
    return { status: 400 }
  if (!/^[\w-]{1,32}$/.test(headers.topic ?? '')) return { status: 400 }
  if (!isSigned(headers.authorization ?? '')) return { status: 403 }
  if (body.length > 4096) return { status: 413 }
  return { status: 201, headers: { location: 'https://fcm.googleapis.com/message/1' } }
}

function isSigned(authorization: string): boolean {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(authorization) ?? []
  const [head = '', claims = '', signature = ''] = token.split('.')
  if (key !== publicKeyOf(webPush.sample.target.key)) return false
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'))
  if (aud !== 'https://fcm.googleapis.com' || !Number.isInteger(exp) || !/^(https:|mailto:)/.test(sub)) return false
  const point = Buffer.from(key, 'base64url')
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  }
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
  const dsaEncoding = 'ieee-p1363'
  return verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding },
    Buffer.from(signature, 'base64url'),
  )
}

export const vendor: VendorModel = {
  answer,
  shows: ([request]) => {
    if (!request) return { text: '', pings: [], links: [], formats: [] }
    const { title, body, url } = readPush(request)
    return { text: `${title}\n${body}`, pings: [], links: [{ words: '', href: url }], formats: [] }
  },
  // Each attempt is encrypted and signed anew; what says which message it is stays.
  lasting: (request) => [request.url, request.headers.topic, request.headers.ttl, readPush(request)],
  spellings: [webPush.sample.target],
  others: [{ ...webPush.sample.target, endpoint: 'https://fcm.googleapis.com/fcm/send/other-browser' }],
}
