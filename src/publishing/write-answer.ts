import type { ServerResponse } from 'node:http'
import type { Ready } from '../web/at-once.ts'
import type { Entry } from './site/entry.ts'
import { choose, isKnown } from './site/negotiate.ts'
import type { Site } from './site/site.ts'

export type Asked = {
  host: string | undefined
  encoding: string | undefined
  match: string | undefined
  cookie: string | undefined
  authorization: string | undefined
  language: string | undefined
  /** The answer was chosen by the reader's language. */
  negotiated: boolean
}

/** The headers that matter, without building Node's object of all of them. The first Host counts, as for Node. */
export function headersOf(raw: string[]): Asked {
  const asked: Asked = {
    host: undefined,
    encoding: undefined,
    match: undefined,
    cookie: undefined,
    authorization: undefined,
    language: undefined,
    negotiated: false,
  }
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!
    if (name.length === 4) {
      if (asked.host === undefined && name.toLowerCase() === 'host') asked.host = raw[i + 1]
    } else if (name.length === 15) {
      const known = name.toLowerCase()
      if (known === 'accept-encoding') asked.encoding = joined(asked.encoding, raw[i + 1]!)
      else if (known === 'accept-language') asked.language = joined(asked.language, raw[i + 1]!)
    } else if (name.length === 13) {
      const known = name.toLowerCase()
      if (known === 'if-none-match') asked.match = joined(asked.match, raw[i + 1]!)
      else if (known === 'authorization') asked.authorization ??= raw[i + 1]
    } else if (name.length === 6 && name.toLowerCase() === 'cookie')
      asked.cookie = asked.cookie === undefined ? raw[i + 1] : `${asked.cookie}; ${raw[i + 1]}`
  }
  return asked
}

const joined = (before: string | undefined, value: string) => (before === undefined ? value : `${before}, ${value}`)

/** What an entry is answered with: its smallest form that the reader takes, or that they have it already. */
export function answerWith(entry: Entry, asked: Asked): Ready {
  const variant = choose(entry, asked.encoding)
  const known = asked.match !== undefined && entry.status === 200 && isKnown(entry, variant, asked.match)
  const headers = known ? variant.notModified : variant.headers
  return {
    status: known ? 304 : entry.status,
    headers: asked.negotiated ? varied(headers) : headers,
    body: known ? '' : (variant.text ?? variant.body),
  }
}

export function write(entry: Entry, asked: Asked, method: string, res: ServerResponse) {
  const { status, headers, body } = answerWith(entry, asked)
  res.writeHead(status, headers)
  if (method === 'HEAD' || body === '') res.end()
  else if (typeof body === 'string') res.end(body, 'latin1')
  else res.end(body)
}

/** The same bytes have an address where they are for everybody, and one where they are for readers of their language. */
const varied = (headers: string[]): string[] =>
  headers.map((value, i) =>
    headers[i - 1] === 'Vary' && i % 2 === 1 && !value.includes('Accept-Language')
      ? `${value}, Accept-Language`
      : value,
  )

/** A cold document. Where its files are lost and it cannot be rendered before the next publication, that is said. */
export async function later(site: Pick<Site, 'find'>, path: string, asked: Asked, method: string, res: ServerResponse) {
  const entry = await site.find(path).catch(() => null)
  if (entry) return write(entry, asked, method, res)
  res.writeHead(503, ['Content-Type', 'text/plain; charset=utf-8', 'Retry-After', '10', 'Cache-Control', 'no-store'])
  res.end(
    method === 'HEAD'
      ? undefined
      : 'This part of the page is being prepared again. Please try once more in a moment.\n',
  )
}
