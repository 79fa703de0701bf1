import type { IncomingMessage, ServerResponse } from 'node:http'
import { canonical } from '../lib/private-address.ts'
import { within } from '../web/client-address.ts'
import { readHostName } from './host-name.ts'
import type { Names } from './names.ts'
import { proofPath } from './prove.ts'

type Answer = (req: IncomingMessage, res: ServerResponse) => boolean

/** Where a proxy that makes certificates asks whether a name is ours: https://caddyserver.com/docs/automatic-https#on-demand-tls */
export const askPath = '/tls/ask'

/** What is answered about host names ahead of every page: the proof of a name, and a proxy's question. True where it was. */
export function answerAboutNames(names: () => Names, trustedProxies: readonly string[]): Answer {
  const isNear = nearby(trustedProxies)
  return (req, res) => {
    // Ahead of every reader: nothing is taken apart for those who ask for something else.
    const url = req.url ?? ''
    if (!url.startsWith(proofPath) && !url.startsWith(askPath)) return false
    const path = url.split('?', 1)[0] ?? ''
    if (path === proofPath) {
      const proof = names().proof(req.headers.host)
      if (proof === null) return false
      say(res, 200, `${proof}\n`)
      return true
    }
    if (path !== askPath) return false
    if (!isNear(req)) {
      say(res, 404, 'There is nothing here.\n')
      return true
    }
    const asked = readHostName(new URL(req.url ?? '', 'http://ask').searchParams.get('domain') ?? '')
    const good = 'host' in asked && names().serves(asked.host)
    say(res, good ? 200 : 404, good ? 'yes\n' : 'no\n')
    return true
  }
}

/** Leads readers from a page's other host names to its address, whatever they do there. True where it answered. */
export function leadToPage(names: () => Names): Answer {
  return (req, res) => {
    const url = req.url ?? '/'
    const host = req.headers.host
    if (!url.startsWith('/') || /^\/(healthz|readyz|metrics)(\?|$)/.test(url)) return false
    const there = names().movedTo(host)
    const front = there === null && /^\/(\?|$)/.test(url) ? names().frontElsewhere(host) : null
    if (there === null && front === null) return false
    const [status, location] = there === null ? [307, `${front}/`] : [308, there + url]
    res.writeHead(status, {
      location,
      'cache-control': 'public, max-age=60',
      'content-length': 0,
      'x-content-type-options': 'nosniff',
    })
    res.end()
    return true
  }
}

/**
 * Says in each answer at a page's own name for which name it is. A cache that keeps answers by their path alone would give
 * one page's to readers of another: the page's script refuses those, and an operator sees what happened.
 */
export function sayWhichHost(
  names: () => Names,
): (rawHeaders: readonly string[]) => [name: string, value: string] | null {
  return (rawHeaders) => {
    const host = hostIn(rawHeaders)
    return host !== undefined && names().isPageHost(host) ? ['x-upfront-host', host.toLowerCase()] : null
  }
}

/** Without Node's object of all headers, which costs as much as the rest of an answer from memory. */
function hostIn(raw: readonly string[]): string | undefined {
  for (let i = 0; i < raw.length; i += 2)
    if (raw[i]!.length === 4 && raw[i]!.toLowerCase() === 'host') return raw[i + 1]
  return undefined
}

/**
 * Whether a request comes from this machine or from a trusted proxy itself, and was not passed on by it for somebody: the
 * list of names is nobody else's business, and a question costs nothing.
 */
function nearby(trusted: readonly string[]): (req: IncomingMessage) => boolean {
  const isTrusted = within(trusted)
  return ({ socket, headers }) => {
    if ('x-forwarded-for' in headers || 'forwarded' in headers || 'via' in headers) return false
    const peer = canonical(socket.remoteAddress ?? '')
    return peer !== null && (peer.range() === 'loopback' || isTrusted(peer))
  }
}

function say(res: ServerResponse, status: number, text: string) {
  res.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  res.end(text)
}
