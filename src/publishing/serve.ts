import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Ready } from '../web/at-once.ts'
import type { AssetFile } from './documents.ts'
import type { Events } from './events.ts'
import type { Gate, Going } from './gate.ts'
import { inLanguage, missingIn } from './reader-language.ts'
import type { Search } from './search/answer.ts'
import { compress, type Entry, entryOf } from './site/entry.ts'
import { createShared, type Shown } from './site/shared.ts'
import type { Site } from './site/site.ts'
import { type Asked, answerWith, headersOf, later, write } from './write-answer.ts'

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
  /** Answers `/search`. Without it the published page says that search is closed. */
  search?: Search
  /** Answers where it matters who asks: see `createGate`. Without it everything is for everybody. */
  gate?: Gate
  /** Not everybody is let in. */
  isPrivate?: (site: Site) => boolean
}

/**
 * Answers what is published, ahead of the router. `serve` is false where the request is not for a published file: another method,
 * another host, a path of the router's. `/incidents/a/`, `/incidents/a.html` and `/index.html` redirect to the path itself.
 */
export function createServe({ locate, routed, events, assets, search, gate, isPrivate }: Serving) {
  const shared = createShared()

  /** Nothing can be sent to a published file. Of a page that not everybody reads that is not said. */
  function refuse(req: IncomingMessage, res: ServerResponse): boolean {
    const [full = ''] = (req.url ?? '').split('?', 1)
    const named = full.startsWith('/p/') ? slugOf(full) : null
    const path = named ? named.path : full
    if (routed(path) || routed(full)) return false
    const site = locate(req.headers.host, named ? named.slug : null)
    if (!site?.has(path) || isPrivate?.(site)) return false
    res.writeHead(405, notHere)
    res.end('This can be read and nothing else.\n')
    return true
  }

  /** Where a request goes; null where it is for no page of ours. */
  function goingTo(url: string, asked: Asked): Going | null {
    const query = url.indexOf('?')
    const full = query === -1 ? url : url.slice(0, query)
    if (!full.startsWith('/')) return null
    const named = full.startsWith('/p/') ? slugOf(full) : null
    const plain = named ? named.path : full
    const site = locate(asked.host, named ? named.slug : null)
    if (!site) return null
    const languages = site.languages()
    const path = languages ? inLanguage(site, languages, plain, asked) : plain
    return { site, path, full, query: query === -1 ? '' : url.slice(query + 1), asked }
  }

  const assetAt = (url: string) => (url.startsWith('/assets/') ? assets.get(url.split('?', 1)[0]!) : undefined)

  /** What GET and HEAD are answered with where it is in memory and the same for everybody; null where `serve` has to see. */
  function atOnce(url: string, headers: string[]): Ready | null {
    const asked = headersOf(headers)
    const asset = assetAt(url)
    if (asset) return answerWith(asset, asked)
    const going = goingTo(url, asked)
    const free = going && (gate ? gate.free(going) : 'open')
    if (!going || !free) return null
    const entry = (free === 'shared' ? shared(going.site) : going.site).hot(going.path)
    return entry ? answerWith(entry, asked) : null
  }

  function serve(req: IncomingMessage, res: ServerResponse): boolean {
    const { method } = req
    if (method !== 'GET' && method !== 'HEAD') return refuse(req, res)
    const url = req.url!
    const asked = headersOf(req.rawHeaders)
    const asset = assetAt(url)
    if (asset) {
      write(asset, asked, method, res)
      return true
    }
    const going = goingTo(url, asked)
    if (!going) return false
    const { site, path, full } = going
    const passed = gate ? (gate.free(going) ?? gate.pass({ ...going, search, req, res })) : 'open'
    if (passed === 'answered') return true
    if (passed === 'routed') return false
    const shown = passed === 'shared' ? shared(site) : site
    const entry = shown.hot(path)
    if (entry) {
      write(entry, asked, method, res)
      return true
    }
    if (path === '/events') {
      events.open(site, req, res)
      return true
    }
    if (search && path.endsWith('/search') && site.has(path)) {
      search.open(shown, { slug: site.slug, path }, req, res)
      return true
    }
    if (site.has(path)) {
      void later(shown, path, asked, method, res)
      return true
    }
    if (routed(path) || routed(full)) return false
    return elsewhere(shown, path, full, asked, method, res)
  }

  return { serve, atOnce }
}

const notHere = ['Allow', 'GET, HEAD', 'Content-Type', 'text/plain; charset=utf-8', 'Cache-Control', 'no-store']

/** Prepared answers for the files that pages refer to. */
export async function prepareAssets(files: AssetFile[]): Promise<Map<string, Entry>> {
  const entries = files.map(
    async ({ path, contentType, body }) => [path, entryOf(path, contentType, await compress(body))] as const,
  )
  return new Map(await Promise.all(entries))
}

function elsewhere(
  site: Shown,
  path: string,
  full: string,
  asked: Asked,
  method: string,
  res: ServerResponse,
): boolean {
  const prefix = full.slice(0, full.length - path.length)
  const plain = path.replace(/(\/index)?\.html$/, '').replace(/\/$/, '') || '/'
  if (plain !== path && plain !== '/404' && site.has(plain)) {
    const vary = site.vary ? ['Vary', site.vary] : []
    const kept = ['Cache-Control', 'public, max-age=60', 'Content-Length', '0', ...vary]
    res.writeHead(301, ['Location', prefix + plain, ...kept])
    res.end()
    return true
  }
  const missing = missingIn(site.languages(), path, asked)
  const entry = site.hot(missing)
  if (!entry && !site.has(missing)) return false
  if (entry) write(entry, asked, method, res)
  else void later(site, missing, asked, method, res)
  return true
}

/** `/p/acme/history` is `/history` of the page acme; `/p/acme` and `/p/acme/` are its front. */
function slugOf(full: string): { slug: string; path: string } {
  const end = full.indexOf('/', 3)
  return end === -1 ? { slug: full.slice(3), path: '/' } : { slug: full.slice(3, end), path: full.slice(end) }
}
