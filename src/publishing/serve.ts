import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AssetFile } from './documents.ts'
import type { Events } from './events.ts'
import { compress, type Entry, entryOf } from './site/entry.ts'
import { choose, isKnown } from './site/negotiate.ts'
import type { Site } from './site/site.ts'

export type Serving = {
  /**
   * The page of a Host header, or the one named by `/p/<slug>`; null where there is none: the router answers then.
   * Called on every request: a look-up, nothing more.
   */
  locate: (host: string | undefined, slug: string | null) => Site | null
  /** Whether the router answers this path (below the page's prefix), so that it is not a 404 of the page. */
  routed: (path: string) => boolean
  events: Events
  assets: ReadonlyMap<string, Entry>
}

/**
 * Answers what is published, ahead of the router. False where the request is not for a published file: another method,
 * another host, a path of the router's. `/incidents/a/`, `/incidents/a.html` and `/index.html` redirect to the path itself.
 */
export function createServe({ locate, routed, events, assets }: Serving) {
  return function serve(req: IncomingMessage, res: ServerResponse): boolean {
    const { method } = req
    if (method !== 'GET' && method !== 'HEAD') return false
    const url = req.url!
    const query = url.indexOf('?')
    const full = query === -1 ? url : url.slice(0, query)
    if (!full.startsWith('/')) return false
    const headers = headersOf(req.rawHeaders)
    const asset = full.startsWith('/assets/') && assets.get(full)
    if (asset) {
      write(asset, headers, method, res)
      return true
    }

    const named = full.startsWith('/p/') ? slugOf(full) : null
    const path = named ? named.path : full
    const site = locate(headers.host, named ? named.slug : null)
    if (!site) return false
    const entry = site.hot(path)
    if (entry) {
      write(entry, headers, method, res)
      return true
    }
    if (path === '/events') {
      events.open(site, req, res)
      return true
    }
    if (site.has(path)) {
      void later(site, path, headers, method, res)
      return true
    }
    if (routed(path) || routed(full)) return false
    return elsewhere(site, path, full, headers, method, res)
  }
}

/** Prepared answers for the files that pages refer to. */
export async function prepareAssets(files: AssetFile[]): Promise<Map<string, Entry>> {
  const entries = files.map(
    async ({ path, contentType, body }) => [path, entryOf(path, contentType, await compress(body))] as const,
  )
  return new Map(await Promise.all(entries))
}

type Asked = { host: string | undefined; encoding: string | undefined; match: string | undefined }

/** The three headers that matter, without building Node's object of all of them. The first Host counts, as for Node. */
function headersOf(raw: string[]): Asked {
  const asked: Asked = { host: undefined, encoding: undefined, match: undefined }
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!
    if (name.length === 4) {
      if (asked.host === undefined && name.toLowerCase() === 'host') asked.host = raw[i + 1]
    } else if (name.length === 15) {
      if (name.toLowerCase() === 'accept-encoding') asked.encoding = joined(asked.encoding, raw[i + 1]!)
    } else if (name.length === 13 && name.toLowerCase() === 'if-none-match')
      asked.match = joined(asked.match, raw[i + 1]!)
  }
  return asked
}

const joined = (before: string | undefined, value: string) => (before === undefined ? value : `${before}, ${value}`)

function write(entry: Entry, asked: Asked, method: string, res: ServerResponse) {
  const variant = choose(entry, asked.encoding)
  if (asked.match !== undefined && entry.status === 200 && isKnown(entry, variant, asked.match)) {
    res.writeHead(304, variant.notModified)
    res.end()
    return
  }
  res.writeHead(entry.status, variant.headers)
  if (method === 'HEAD') res.end()
  else if (variant.text !== null) res.end(variant.text, 'latin1')
  else res.end(variant.body)
}

/** A cold document. Where its files are lost and it cannot be rendered before the next publication, that is said. */
async function later(site: Site, path: string, asked: Asked, method: string, res: ServerResponse) {
  const entry = await site.find(path).catch(() => null)
  if (entry) return write(entry, asked, method, res)
  res.writeHead(503, ['Content-Type', 'text/plain; charset=utf-8', 'Retry-After', '10', 'Cache-Control', 'no-store'])
  res.end(
    method === 'HEAD'
      ? undefined
      : 'This part of the page is being prepared again. Please try once more in a moment.\n',
  )
}

function elsewhere(site: Site, path: string, full: string, asked: Asked, method: string, res: ServerResponse): boolean {
  const prefix = full.slice(0, full.length - path.length)
  const plain = path.replace(/(\/index)?\.html$/, '').replace(/\/$/, '') || '/'
  if (plain !== path && plain !== '/404' && site.has(plain)) {
    res.writeHead(301, ['Location', prefix + plain, 'Cache-Control', 'public, max-age=60', 'Content-Length', '0'])
    res.end()
    return true
  }
  const entry = site.hot('/404')
  if (!entry) return false
  write(entry, asked, method, res)
  return true
}

/** `/p/acme/history` is `/history` of the page acme; `/p/acme` and `/p/acme/` are its front. */
function slugOf(full: string): { slug: string; path: string } {
  const end = full.indexOf('/', 3)
  return end === -1 ? { slug: full.slice(3), path: '/' } : { slug: full.slice(3, end), path: full.slice(end) }
}
