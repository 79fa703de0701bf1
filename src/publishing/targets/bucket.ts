import { hash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { AwsV4Signer } from 'aws4fetch'
import type { Outbound, OutboundResponse } from '../../lib/outbound.ts'
import { listing } from './listing.ts'
import type { Target } from './target.ts'

export type BucketOptions = {
  /** Below which objects are put: https://endpoint/bucket/prefix, or https://bucket.endpoint/prefix. */
  url: string
  /** Which of the two. */
  style: 'path' | 'host'
  region: string
  keyId: string
  secret: string
  http: Outbound
  now: () => Date
}

type Asked = { method: 'GET' | 'PUT' | 'DELETE'; url: string; body?: Buffer; headers?: Record<string, string> }

/**
 * A bucket of any store that speaks S3, one plain object a document, named so that its own website hosting serves them:
 * `/history` is the object `history`, `/` is `index.html`. The first page is at the front, others below `p/<slug>/`.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export function bucketTarget(options: BucketOptions): Target {
  const base = options.url.replace(/\/+$/, '')
  const { origin, pathname } = new URL(base)
  const parts = pathname.split('/').filter(Boolean)
  const [bucket, prefix] = options.style === 'path' ? [`/${parts[0]}`, parts.slice(1)] : ['/', parts]
  const before = prefix.map((part) => `${part}/`).join('')
  const send = (asked: Asked) => signedRequest(options, asked)
  const at = (key: string) => `${base}/${key}`

  return {
    name: base,
    kind: 'bucket',
    atOnce: 8,
    layout: ({ slug, first }, path) => {
      const place = first ? '' : `p/${slug}/`
      const name = path === '/' ? 'index.html' : path === '/404' ? '404.html' : path.slice(1)
      return [{ key: place + name, encoding: 'plain' }]
    },
    list: async () => {
      const marks = new Map<string, string>()
      for (let next: string | null = ''; next !== null; ) {
        const query = new URLSearchParams({
          'list-type': '2',
          prefix: before,
          ...(next && { 'continuation-token': next }),
        })
        const answer = good(await send({ method: 'GET', url: `${origin}${bucket}?${query}` }), 'list')
        const page = listing(answer.body.toString('utf8'))
        for (const { key, etag } of page.objects) marks.set(key.slice(before.length), etag)
        next = page.next
      }
      return marks
    },
    read: async (key) => {
      const answer = await send({ method: 'GET', url: at(key) })
      return answer.status === 404 ? null : good(answer, `read ${key}`).body
    },
    write: async (key, body, { contentType, cacheControl }) => {
      const headers = { 'content-type': contentType, 'cache-control': cacheControl }
      const answer = good(await send({ method: 'PUT', url: at(key), body, headers }), `write ${key}`)
      return answer.headers.etag ?? ''
    },
    remove: async (key) => {
      const answer = await send({ method: 'DELETE', url: at(key) })
      if (answer.status !== 404) good(answer, `remove ${key}`)
    },
  }
}

/** Once more where the store asks for patience: single refusals under load are part of its contract. */
async function signedRequest(options: BucketOptions, asked: Asked): Promise<OutboundResponse> {
  const answer = await sendOnce(options, asked)
  if (answer.status < 500) return answer
  await wait(200)
  return sendOnce(options, asked)
}

async function sendOnce({ region, keyId, secret, http, now }: BucketOptions, asked: Asked) {
  const { method, url, body } = asked
  const signer = new AwsV4Signer({
    method,
    url,
    // The others are not signed: what proxies may change must not break the signature.
    headers: { 'x-amz-content-sha256': hash('sha256', body ?? '') },
    accessKeyId: keyId,
    secretAccessKey: secret,
    service: 's3',
    region,
    datetime: now()
      .toISOString()
      .replaceAll(/[:-]|\.\d{3}/g, ''),
  })
  const { headers } = await signer.sign()
  return http(url, {
    method,
    headers: { ...asked.headers, ...Object.fromEntries(headers) },
    body,
    timeout: 5000,
    maxBytes: 64 * 2 ** 20,
  })
}

/** The store's own word for what is wrong: `AccessDenied`, `NoSuchBucket`, `SlowDown`. */
function good(answer: OutboundResponse, what: string): OutboundResponse {
  if (answer.status >= 200 && answer.status < 300) return answer
  const code = /<Code>(\w{1,60})<\/Code>/.exec(answer.body.toString('utf8'))?.[1]
  throw new Error(`${what}: answered ${answer.status}${code ? ` ${code}` : ''}`)
}
