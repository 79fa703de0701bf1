import type { IncomingMessage, ServerResponse } from 'node:http'
import { neighbourhood } from '../web/client-address.ts'
import type { View } from './views.ts'

/** Streams that tell open pages of each publication. They say no more than its number: the page fetches itself. */
export type Events = {
  /** `isOpen`: false where only those hear of it who were let in: no other site's page may then. */
  open: (site: View, req: IncomingMessage, res: ServerResponse, isOpen?: boolean) => void
  /** After each publication. */
  announce: (site: View) => void
  /** The same for a view that may not have changed: those hear of it who were last told of another version. */
  announceChange: (view: View) => void
  /** Whom somebody listens to. */
  heard: () => ReadonlySet<View>
  /** Ends the streams of a page: who may still listen comes back by itself. */
  drop: (site: View) => void
  /** Keeps streams alive through proxies; the shared timer calls it. */
  beat: () => void
  close: () => void
  size: () => number
}

export type EventOptions = {
  random: (n: number) => Buffer
  /** Whose request it is, through the proxies we trust. The peer's address when absent. */
  clientOf?: (req: IncomingMessage) => string
  /** Streams of this process; more are asked to come back later. */
  limit?: number
  /** Streams of one address, or of one /64 of IPv6: nobody takes them all. Pages beyond it ask now and then. */
  limitOfPlace?: number
  /** Milliseconds between heartbeats. */
  every?: number
}

export function createEvents(options: EventOptions): Events {
  const { random, clientOf = peerOf, limit = 10_000, limitOfPlace = 50, every = 25_000 } = options
  const streams = new Map<ServerResponse, { site: View; told: number }>()
  const places = new Map<string, number>()
  const timer = setInterval(beat, every).unref()
  let closed = false

  function open(site: View, req: IncomingMessage, res: ServerResponse, isOpen = true) {
    if (!isOpen && isForeign(req)) return refuse(req, res, 403, 'Open the page itself.\n')
    if (closed || streams.size >= limit) return refuse(req, res, 503, 'Too many live streams at this moment.\n')
    const place = neighbourhood(clientOf(req))
    if ((places.get(place) ?? 0) >= limitOfPlace)
      return refuse(req, res, 429, 'Too many live streams from your network.\n')
    res.writeHead(200, isOpen ? headers : ownHeaders)
    if (req.method === 'HEAD') {
      res.end()
      return
    }
    streams.set(res, { site, told: site.version() })
    count(place, 1)
    // Who was let in is asked again now and then: the browser comes back by itself.
    const end = isOpen ? undefined : setTimeout(() => res.end(), ownLifetime).unref()
    res.on('close', () => {
      clearTimeout(end)
      if (streams.delete(res)) count(place, -1)
    })
    // After a restart thousands come back: between two and six seconds later, not all at once.
    const retry = 2000 + Math.floor((random(2).readUInt16BE() / 65_536) * 4000)
    res.write(`retry: ${retry}\n${published(site)}`)
  }

  function count(place: string, by: 1 | -1) {
    const now = (places.get(place) ?? 0) + by
    if (now > 0) places.set(place, now)
    else places.delete(place)
  }

  function tell(res: ServerResponse, stream: { site: View; told: number }) {
    stream.told = stream.site.version()
    send(res, published(stream.site))
  }

  function beat() {
    for (const res of streams.keys()) send(res, ': still here\n\n')
  }

  return {
    open,
    announce: (site) => {
      for (const [res, stream] of streams) if (stream.site === site) tell(res, stream)
    },
    announceChange: (view) => {
      const version = view.version()
      for (const [res, stream] of streams) if (stream.site === view && stream.told !== version) tell(res, stream)
    },
    heard: () => new Set([...streams.values()].map(({ site }) => site)),
    drop: (site) => {
      for (const [res, stream] of streams) if (stream.site === site) res.end()
    },
    beat,
    close: () => {
      closed = true
      clearInterval(timer)
      for (const res of streams.keys()) res.end()
    },
    size: () => streams.size,
  }
}

const ownLifetime = 15 * 60_000

const peerOf = (req: IncomingMessage) => req.socket.remoteAddress ?? ''

const published = (site: View) => `id: ${site.version()}\nevent: published\ndata: {"version":${site.version()}}\n\n`

/** Who does not read what was sent is dropped: the browser comes back by itself, and memory stays bounded. */
function send(res: ServerResponse, text: string) {
  if (res.writableLength > 16_384) res.destroy()
  else res.write(text)
}

function refuse(req: IncomingMessage, res: ServerResponse, status: 403 | 429 | 503, text: string) {
  res.writeHead(status, [...shared, 'Content-Type', 'text/plain; charset=utf-8', 'Retry-After', '30'])
  res.end(req.method === 'HEAD' ? undefined : text)
}

const shared = ['Cache-Control', 'no-store', 'Access-Control-Allow-Origin', '*', 'X-Content-Type-Options', 'nosniff']

const headers = [...shared, 'Content-Type', 'text/event-stream; charset=utf-8', 'X-Accel-Buffering', 'no']

const ownHeaders = headers.flatMap((value, i) =>
  headers[i - (i % 2)] === 'Access-Control-Allow-Origin' ? [] : [value],
)

/** A page of another site asks with our reader's cookie, or from our reader's network. */
function isForeign({ headers: { origin, host, 'sec-fetch-site': site } }: IncomingMessage): boolean {
  return (
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && URL.parse(origin)?.host !== host)
  )
}
