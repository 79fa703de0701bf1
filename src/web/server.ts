import { createServer as createHttp, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from 'pino'

export type Serving = {
  /** What is published, ahead of everything: true where it answered. */
  published: (req: IncomingMessage, res: ServerResponse) => boolean
  /** False for a Host header that names nothing of ours: 421, and no page data. */
  isKnownHost: (host: string | undefined) => boolean
  /** The router: console, API, hooks, forms. */
  fetch: (request: Request, env: object) => Response | Promise<Response>
  log: Logger
}

export type Running = {
  port: number
  /** Takes no new connection, lets requests in flight end, closes idle connections. */
  drain: () => Promise<void>
}

/** Paths that orchestrators ask for by whatever name they know this machine. */
const probes = new Set(['/healthz', '/readyz', '/metrics'])

/** Serves HTTP. Whoever waits longest for a header or a body is cut off, so that slow senders hold nothing up. */
export async function listen(serving: Serving, host: string, port: number): Promise<Running> {
  const route = getRequestListener(serving.fetch, { overrideGlobalObjects: false })
  const server = createHttp(
    {
      maxHeaderSize: 16 * 1024,
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 65_000,
      connectionsCheckingInterval: 5000,
    },
    (req, res) => {
      if (serving.published(req, res)) return
      if (!serving.isKnownHost(req.headers.host) && !probes.has(pathOf(req))) return misdirected(res)
      route(req, res).catch((error) => {
        serving.log.error({ err: error }, 'a request could not be answered')
        res.destroy()
      })
    },
  )
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status = unreadable[error.code ?? ''] ?? '400 Bad Request'
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    else socket.destroy()
  })
  await listening(server, host, port)
  const address = server.address()
  return { port: typeof address === 'object' && address ? address.port : port, drain: () => drain(server) }
}

const unreadable: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, backlog: 1024 }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

const pathOf = (req: IncomingMessage) => (req.url ?? '').split('?', 1)[0] ?? ''

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

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
    // A keep-alive connection that turns idle while we wait must not hold the end up.
    const sweep = setInterval(() => server.closeIdleConnections(), 100)
    server.once('close', () => clearInterval(sweep))
  })
}
