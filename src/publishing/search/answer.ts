import type { IncomingMessage, ServerResponse } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import { printable } from '../../lib/markdown.ts'
import { z } from '../../lib/zod.ts'
import { neighbourhood } from '../../web/client-address.ts'
import { languageOf } from '../languages/index.ts'
import { wordsOf } from '../languages/words.ts'
import type { Entry } from '../site/entry.ts'
import type { Site } from '../site/site.ts'

/** A page as its reader may see it. */
type View = Pick<Site, 'find'>

/** The page's slug, and where its search is: "/search", or "/de/search" in one of its languages. */
export type Place = { slug: string; path: string }

import { SearchFile } from './documents.ts'
import { lookUp } from './look-up.ts'
import { type Answer, answerHtml, longestQuery, withAnswer } from './page.ts'
import { Searched, type Segment, segmentOf } from './segment.ts'
import { asked } from './tokens.ts'

/** Answers `/search?q=` of a page from its published files. */
export type Search = { open: (view: View, place: Place, req: IncomingMessage, res: ServerResponse) => void }

export type SearchOptions = {
  now: () => Date
  /** Whose request it is, through the proxies we trust. The peer's address when absent. */
  clientOf?: (req: IncomingMessage) => string
  /** Told what was asked for and not found, with the page's slug. */
  missed?: ((slug: string, query: string) => void) | undefined
  failed?: (error: unknown) => void
  /** Questions of one address, or one /64 of IPv6, in a minute. */
  limit?: number
  /** Bytes of words in memory, of all pages together. */
  memory?: number
}

type Question = { slug: string; query: string; paths: string[]; from: string }

export function createSearch(options: SearchOptions): Search {
  const { now, clientOf = peerOf, limit = 30, memory = 24 * 2 ** 20 } = options
  // By what is in a file: pages, readers and versions that share a month share its words.
  const segments = new LRUCache<string, Segment>({ maxSize: memory, sizeCalculation: ({ weight }) => weight })
  const places = new LRUCache<string, { until: number; left: number }>({ max: 10_000 })

  function open(view: View, place: Place, req: IncomingMessage, res: ServerResponse) {
    answer(view, place, req)
      .then(({ status, page, headers }) => send(req, res, status, page, headers))
      .catch((error) => {
        options.failed?.(error)
        send(req, res, 503, 'Search is closed at the moment. Please try again later.\n', plain)
      })
  }

  async function answer(view: View, { slug, path }: Place, req: IncomingMessage) {
    const query = queryOf(req.url ?? '')
    const [frame, list] = [await view.find(path), await view.find(`${path}.json`)]
    if (!frame || !list) throw new Error('the files that search needs are not published')
    const { segments, language, wording, home } = SearchFile.parse(JSON.parse(list.bodies.plain.toString()))
    const { status, said } = await ask(view, {
      slug,
      query,
      paths: segments.map((name) => `${path}/${name}.json`),
      from: neighbourhood(clientOf(req)),
    })
    const words = wordsOf(languageOf(language), wording)
    const page = withAnswer(frame.bodies.plain.toString(), answerHtml({ words, home }, said))
    if (page === null) throw new Error('the published page has no place for an answer')
    return { status, page, headers: ownHeaders(frame) }
  }

  async function ask(view: View, { slug, query, paths, from }: Question): Promise<{ status: number; said: Answer }> {
    if (query.length > longestQuery) return { status: 400, said: { kind: 'long' } }
    const words = asked(query)
    if (words.length === 0) return { status: 200, said: { kind: 'open' } }
    if (!mayAsk(from)) return { status: 429, said: { kind: 'often' } }
    const all: Segment[] = []
    for (const path of paths) all.push(...(await segmentAt(view, path)))
    const found = lookUp(all, words)
    if (found.total === 0) options.missed?.(slug, query)
    return { status: 200, said: { kind: 'asked', query, words, found } }
  }

  /** A file that is lost until the next publication is left out: the others can be searched. */
  async function segmentAt(view: View, path: string): Promise<Segment[]> {
    const entry = await view.find(path)
    if (!entry) return []
    const known = segments.get(entry.plain.etag)
    if (known) return [known]
    // Readers get their turn between two months.
    await setImmediate()
    const made = segmentOf(z.array(Searched).parse(JSON.parse(entry.bodies.plain.toString())))
    segments.set(entry.plain.etag, made)
    return [made]
  }

  function mayAsk(place: string): boolean {
    const at = now().getTime()
    const known = places.get(place)
    const count = known && known.until > at ? known : { until: at + 60_000, left: limit }
    places.set(place, count)
    return count.left-- > 0
  }

  return { open }
}

const peerOf = (req: IncomingMessage) => req.socket.remoteAddress ?? ''

const queryOf = (url: string): string => {
  const at = url.indexOf('?')
  const query = at === -1 ? '' : (new URLSearchParams(url.slice(at + 1)).get('q') ?? '')
  return printable(query).replaceAll(/\s+/g, ' ').trim()
}

/** Those of the published page, with its policy; an answer is for one reader and for this moment. */
function ownHeaders({ plain }: Entry): string[] {
  const kept: string[] = []
  for (let i = 0; i < plain.headers.length; i += 2)
    if (!replaced.has(plain.headers[i]!.toLowerCase())) kept.push(plain.headers[i]!, plain.headers[i + 1]!)
  return [...kept, 'Cache-Control', 'private, no-store', 'X-Robots-Tag', 'noindex']
}

const replaced = new Set(['cache-control', 'etag', 'vary', 'content-length', 'content-encoding', 'x-robots-tag'])
const plain = ['Content-Type', 'text/plain; charset=utf-8', 'Cache-Control', 'no-store', 'Retry-After', '30']

function send(req: IncomingMessage, res: ServerResponse, status: number, text: string, headers: string[]) {
  const body = Buffer.from(text)
  const waits = status === 429 ? ['Retry-After', '60'] : []
  res.writeHead(status, [...headers, ...waits, 'Content-Length', String(body.length)])
  res.end(req.method === 'HEAD' ? undefined : body)
}
