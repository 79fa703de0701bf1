import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { SecureContext } from 'node:tls'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from 'pino'
import { type Ahead, type AtOnce, answerAtOnce } from './at-once.ts'

export type Serving = {
  /** What is published, ahead of everything: true where it answered. */
  published: (req: IncomingMessage, res: ServerResponse) => boolean
  /** The same for what is in memory, before there is a request; null where `published` or the router has to see it. */
  atOnce?: Pick<AtOnce, 'find' | 'now'>
  /** False for a Host header that names nothing of ours: 421, and no page data. */
  isKnownHost: (host: string | undefined) => boolean
  /** The router: console, API, hooks, forms. */
  fetch: (request: Request, env: object) => Response | Promise<Response>
  /** Milliseconds in which nothing moves on a connection until it is given up. Default: two minutes. */
  standstill?: number
  log: Logger
}

export type Running = {
  port: number
  /** Lets requests in flight end; until then pages and probes still answer, all else is refused. Then it closes. */
  drain: () => Promise<void>
}

/** Paths that orchestrators ask for by whatever name they know this machine. */
const probes = new Set(['/healthz', '/readyz', '/metrics'])

/** The certificate of a name; null where there is none: such a connection is refused. */
export type Certificates = (name: string) => SecureContext | null

/**
 * Serves HTTP, with TLS where there are certificates. Whoever waits longest for a header or a body is cut off, so that slow
 * senders hold nothing up; so is whoever takes nothing of an answer, which would be kept for them for ever.
 */
export async function listen(
  serving: Serving,
  host: string,
  port: number,
  certificates?: Certificates,
): Promise<Running> {
  const route = getRequestListener(serving.fetch, { overrideGlobalObjects: false })
  const work = inFlight()
  const answer = (req: IncomingMessage, res: ServerResponse) => {
    if (certificates) res.setHeader('strict-transport-security', 'max-age=31536000')
    if (work.isEnding()) res.setHeader('connection', 'close')
    if (!hasOneHost(req)) return refused(res)
    if (serving.published(req, res)) return
    const probe = probes.has(pathOf(req))
    if (!serving.isKnownHost(req.headers.host) && !probe) return misdirected(res)
    if (!probe && !work.begin(res)) return ending(res)
    route(req, res).catch((error) => {
      serving.log.error({ err: error }, 'a request could not be answered')
      res.destroy()
    })
  }
  const server = certificates
    ? createHttps({ ...limits, SNICallback: (name, done) => done(null, certificates(name) ?? undefined) }, answer)
    : createHttp(limits, answer)
  server.setTimeout(serving.standstill ?? 120_000)
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status = unreadable[error.code ?? ''] ?? '400 Bad Request'
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    else socket.destroy()
  })
  // With TLS the deciphering is what takes long.
  const { atOnce } = serving
  const ahead =
    atOnce && !certificates
      ? answerAtOnce(server, {
          ...atOnce,
          isEnding: work.isEnding,
          first: limits.headersTimeout,
          next: limits.keepAliveTimeout,
        })
      : null
  await listening(server, host, port)
  const address = server.address()
  return { port: typeof address === 'object' && address ? address.port : port, drain: () => drain(server, work, ahead) }
}

const limits = {
  maxHeaderSize: 16 * 1024,
  // What has no body needs no stream to read it by: a tenth more reads a second.
  optimizeEmptyRequests: true,
  headersTimeout: 10_000,
  // The whole of a request: a file of a million subscribers over a slow line. Who sends nothing for a while is given up before.
  requestTimeout: 600_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5000,
}

/**
 * False where a request names two hosts: one of them would choose the page, and a cache might keep it under the other. A
 * request line with a whole address is as good as one with its path where both say the same.
 */
function hasOneHost(req: IncomingMessage): boolean {
  let hosts = 0
  for (let i = 0; i < req.rawHeaders.length; i += 2)
    if (req.rawHeaders[i]!.length === 4 && req.rawHeaders[i]!.toLowerCase() === 'host') hosts++
  if (hosts > 1) return false
  const url = req.url ?? ''
  if (url.startsWith('/') || url === '*') return true
  const whole = URL.parse(url)
  if (!whole || whole.host !== URL.parse(`${whole.protocol}//${req.headers.host}`)?.host) return false
  req.url = whole.pathname + whole.search
  return true
}

const unreadable: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, backlog: 4096 }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

const pathOf = (req: IncomingMessage) => (req.url ?? '').split('?', 1)[0] ?? ''

/** The router's requests under way. Once the end has begun no other begins. */
function inFlight() {
  let running = 0
  const end = Promise.withResolvers<void>()
  let isEnding = false
  return {
    isEnding: () => isEnding,
    begin: (res: ServerResponse): boolean => {
      if (isEnding) return false
      running++
      res.once('close', () => {
        running--
        if (isEnding && running === 0) end.resolve()
      })
      return true
    },
    end: () => {
      isEnding = true
      if (running === 0) end.resolve()
      return end.promise
    },
  }
}

function ending(res: ServerResponse) {
  const body = 'This process is ending. Try again.\n'
  res.writeHead(503, { 'content-type': 'text/plain; charset=utf-8', 'content-length': body.length, 'retry-after': '1' })
  res.end(body)
}

function refused(res: ServerResponse) {
  res.writeHead(400, { 'content-length': 0, 'cache-control': 'no-store', connection: 'close' })
  res.end()
}

function misdirected(res: ServerResponse) {
  const body = 'No page lives at this address.\n'
  res.writeHead(421, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  res.end(body)
}

async function drain(server: Server, work: ReturnType<typeof inFlight>, ahead: Ahead | null): Promise<void> {
  await work.end()
  const closeIdle = () => {
    ahead?.closeIdle()
    server.closeIdleConnections()
  }
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    closeIdle()
    // A keep-alive connection that turns idle while we wait must not hold the end up.
    const sweep = setInterval(closeIdle, 100)
    server.once('close', () => clearInterval(sweep))
  })
}
