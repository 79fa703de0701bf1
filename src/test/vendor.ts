import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after } from 'node:test'
import type { Via } from '../channels/channel.ts'
import { acceptableAddress, guardedOutbound } from '../lib/guarded-fetch.ts'
import { type Outbound, OutboundRefused } from '../lib/outbound.ts'
import { readAllowList } from '../lib/outbound-allow.ts'
import { type Clock, testClock } from './clock.ts'
import { seededRandom } from './random.ts'

/** A request as it arrived. `url` is the address that was asked, the vendor's own host in it. */
export type VendorRequest = {
  method: string
  url: string
  host: string
  path: string
  query: Record<string, string>
  /** Names in lower case. */
  headers: Record<string, string>
  body: Buffer
  text: string
  /** The body where it is JSON; else undefined. */
  json: unknown
}

/** What the vendor answers. An object as `body` is sent as JSON. A word is a network in trouble. */
export type VendorAnswer =
  | { status?: number; headers?: Record<string, string>; body?: string | Buffer | object }
  | 'reset'
  | 'never'
  | 'garbage'
  | 'endless'

type Answering = (request: VendorRequest) => VendorAnswer | Promise<VendorAnswer>

/**
 * A vendor on loopback: it keeps every request and answers by a function, or by a script of answers whose last stays.
 * `via()` is what a channel sends with: `https://` addresses of `hosts` (of any host where none is named) reach this
 * server, by the guard that production uses; all others are refused.
 */
export async function startVendor(answer: Answering | VendorAnswer | readonly VendorAnswer[] = { status: 200 }) {
  const requests: VendorRequest[] = []
  const clock: Clock = testClock()
  let answering = asFunction(answer)
  const server = createServer(async (req, res) => {
    const request = await read(req)
    requests.push(request)
    await reply(res, await answering(request))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  server.unref()
  after(() => void server.close().closeAllConnections())
  const { port } = server.address() as AddressInfo
  const guarded = guardedOutbound({ allow: [`127.0.0.1:${port}`] })
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    clock,
    /** From now on it answers so. */
    answers: (next: Answering | VendorAnswer | readonly VendorAnswer[]) => {
      answering = asFunction(next)
    },
    via: (...hosts: string[]): Via => ({
      http: mapped(guarded, port, hosts),
      now: clock.now,
      random: seededRandom('vendor'),
    }),
  }
}
export type Vendor = Awaited<ReturnType<typeof startVendor>>

/** The header that carries the host that was asked; it is not among the headers of a recorded request. */
const askedHost = 'x-asked-origin'

function mapped(guarded: Outbound, port: number, hosts: readonly string[]): Outbound {
  return async (address, request = {}) => {
    const { origin, host, pathname, search } = vendorAddress(address)
    if (hosts.length > 0 && !hosts.includes(host)) throw new OutboundRefused(`${host} is not the vendor's`)
    return guarded(`http://127.0.0.1:${port}${pathname}${search}`, {
      ...request,
      headers: { ...request.headers, [askedHost]: origin },
    })
  }
}

const noExceptions = readAllowList([])

/** An address as a vendor's: `https://`, and one that production would take. */
export function vendorAddress(address: string): URL {
  const url = acceptableAddress(address, noExceptions)
  if (url.protocol !== 'https:') throw new OutboundRefused(`${url.host} is asked without TLS`)
  return url
}

function asFunction(answer: Answering | VendorAnswer | readonly VendorAnswer[]): Answering {
  if (typeof answer === 'function') return answer
  const script = [answer].flat() as readonly VendorAnswer[]
  let next = 0
  return () => script[Math.min(next++, script.length - 1)] ?? { status: 200 }
}

async function read(req: IncomingMessage): Promise<VendorRequest> {
  const body = Buffer.concat(await req.toArray())
  const { [askedHost]: origin, ...headers } = Object.fromEntries(
    Object.entries(req.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
  )
  const url = new URL(req.url ?? '/', origin ?? `http://${req.headers.host}`)
  return vendorRequest(req.method ?? '', url, headers, body)
}

export function vendorRequest(method: string, url: URL, headers: Record<string, string>, body: Buffer): VendorRequest {
  const text = body.toString('utf8')
  return {
    method,
    url: url.href,
    host: url.host,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers,
    body,
    text,
    json: parsed(text),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function reply(res: ServerResponse, answer: VendorAnswer) {
  if (answer === 'never') return
  if (answer === 'reset') return void res.socket?.resetAndDestroy()
  if (answer === 'garbage') return void res.socket?.end('HTTP/9 what\r\n\r\n')
  if (answer === 'endless') return endless(res)
  const { status = 200, headers = {}, body = '' } = answer
  const isText = typeof body === 'string' || Buffer.isBuffer(body)
  res.writeHead(status, { ...(isText ? {} : { 'content-type': 'application/json' }), ...headers })
  res.end(isText ? body : JSON.stringify(body))
}

/** A body without an end, for as long as somebody reads it. */
function endless(res: ServerResponse) {
  const chunk = Buffer.alloc(64 * 1024, 'x')
  res.on('error', () => {})
  const more = () => {
    while (!res.destroyed && res.write(chunk));
  }
  res.on('drain', more)
  more()
}
