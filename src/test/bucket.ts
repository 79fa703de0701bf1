import { hash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'

export type Stored = { body: Buffer; type: string; cache: string; etag: string }
export type Call = { method: string; key: string; status: number }

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const region = 'eu-test-1'

/**
 * A store that speaks enough of S3, on loopback: it checks signatures with another implementation than ours, and hashes
 * of payloads, keeps what it is given, and can be told to be in trouble. `website` serves the bucket as static hosting does.
 */
export async function testBucket({
  style = 'path',
  pageSize = 1000,
}: {
  style?: 'path' | 'host'
  pageSize?: number
} = {}) {
  const objects = new Map<string, Stored>()
  const calls: Call[] = []
  /** What it answers instead; null: it works. */
  const trouble: { answer: ((call: { method: string; key: string }) => number | 'never' | null) | null } = {
    answer: null,
  }
  const bucket = style === 'path' ? '/bucket/' : '/'

  const server = createServer(async (req, res) => {
    const body = Buffer.concat(await req.toArray())
    const url = new URL(req.url ?? '/', `http://${req.headers.host}`)
    const key = `${decodeURIComponent(url.pathname)}/`.startsWith(bucket)
      ? decodeURIComponent(url.pathname).slice(bucket.length)
      : '?'
    const method = req.method ?? ''
    const told = trouble.answer?.({ method, key })
    const answer = (status: number, text = '', headers: Record<string, string> = {}) => {
      calls.push({ method, key, status })
      res.writeHead(status, headers).end(text)
    }
    if (told === 'never') return void calls.push({ method, key, status: 0 })
    if (told) return answer(told, `<Error><Code>${told === 403 ? 'AccessDenied' : 'SlowDown'}</Code></Error>`)
    const wrong = await refusal(req, url, body)
    if (wrong) return answer(403, `<Error><Code>${wrong}</Code></Error>`)
    if (method === 'PUT') {
      const etag = `"${hash('md5', body)}"`
      const { 'content-type': type = '', 'cache-control': cache = '' } = req.headers
      objects.set(key, { body, type, cache, etag })
      return answer(200, '', { etag })
    }
    if (method === 'DELETE') {
      objects.delete(key)
      return answer(204)
    }
    if (url.searchParams.has('list-type')) return answer(200, list(url, objects, pageSize))
    const found = objects.get(key)
    return found ? answer(200, found.body.toString('utf8')) : answer(404, '<Error><Code>NoSuchKey</Code></Error>')
  })
  const origin = await listening(server)
  return {
    url: `${origin}${bucket.slice(0, -1)}`,
    style,
    region,
    keyId: credentials.accessKeyId,
    secret: credentials.secretAccessKey,
    objects,
    calls,
    trouble,
    /** Its address. Below `prefix`, as a website: `index.html` for folders, `404.html` for what is not there. */
    website: (prefix = '') => listening(createServer((req, res) => asWebsite(objects, prefix, req, res))),
  }
}
export type TestBucket = Awaited<ReturnType<typeof testBucket>>

/** The store's own word for what is wrong with a request; null: nothing. */
async function refusal(req: IncomingMessage, url: URL, body: Buffer): Promise<string | null> {
  const given = req.headers.authorization ?? ''
  const signed = /SignedHeaders=([\w;-]+)/.exec(given)?.[1]?.split(';') ?? []
  const date = String(req.headers['x-amz-date'] ?? '')
  const payload = String(req.headers['x-amz-content-sha256'] ?? '')
  if (!['host', 'x-amz-date', 'x-amz-content-sha256'].every((name) => signed.includes(name))) return 'AccessDenied'
  if (payload !== hash('sha256', body)) return 'XAmzContentSHA256Mismatch'
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false })
  const again = await signer.sign(
    {
      method: req.method ?? '',
      protocol: 'http:',
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: Object.fromEntries(signed.map((name) => [name, String(req.headers[name] ?? '')])),
      body,
    },
    { signingDate: new Date(at) },
  )
  return again.headers.authorization === given ? null : 'SignatureDoesNotMatch'
}

/** Keys are listed in their order, so many at once. */
function list(url: URL, objects: ReadonlyMap<string, Stored>, pageSize: number): string {
  const prefix = url.searchParams.get('prefix') ?? ''
  const from = url.searchParams.get('continuation-token') ?? ''
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > from).sort()
  const some = keys.slice(0, pageSize)
  const isCut = keys.length > some.length
  return `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>${isCut}</IsTruncated>
${some.map((key) => `<Contents><Key>${key}</Key><ETag>${objects.get(key)?.etag.replaceAll('"', '&quot;')}</ETag></Contents>`).join('\n')}
${isCut ? `<NextContinuationToken>${some.at(-1)}</NextContinuationToken>` : ''}</ListBucketResult>`
}

/** As https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html has it: nothing can be posted. */
function asWebsite(objects: ReadonlyMap<string, Stored>, prefix: string, req: IncomingMessage, res: ServerResponse) {
  const { pathname } = new URL(req.url ?? '/', 'http://bucket')
  if (req.method !== 'GET' && req.method !== 'HEAD') return void res.writeHead(405).end()
  const key = prefix + pathname.slice(1) + (pathname.endsWith('/') ? 'index.html' : '')
  const found = objects.get(key)
  const shown = found ?? objects.get(`${prefix}404.html`)
  if (!shown) return void res.writeHead(404).end()
  res.writeHead(found ? 200 : 404, { 'content-type': shown.type, 'cache-control': shown.cache, etag: shown.etag })
  res.end(shown.body)
}

async function listening(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  after(() => void server.close().closeAllConnections())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
