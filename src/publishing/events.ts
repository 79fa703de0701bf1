import type { IncomingMessage, ServerResponse } from 'node:http'
import { neighbourhood } from '../web/client-address.ts'
import type { Site } from './site/site.ts'

/** Streams that tell open pages of each publication. They say no more than its number: the page fetches itself. */
export type Events = {
  open: (site: Site, req: IncomingMessage, res: ServerResponse) => void
  /** After each publication. */
  announce: (site: Site) => void
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
  const streams = new Map<ServerResponse, Site>()
  const places = new Map<string, number>()
  const timer = setInterval(beat, every).unref()
  let closed = false

  function open(site: Site, req: IncomingMessage, res: ServerResponse) {
    if (closed || streams.size >= limit) return refuse(req, res, 503, 'Too many live streams at this moment.\n')
    const place = neighbourhood(clientOf(req))
    if ((places.get(place) ?? 0) >= limitOfPlace)
      return refuse(req, res, 429, 'Too many live streams from your network.\n')
    res.writeHead(200, headers)
    if (req.method === 'HEAD') {
      res.end()
      return
    }
    streams.set(res, site)
    count(place, 1)
    res.on('close', () => streams.delete(res) && count(place, -1))
    // After a restart thousands come back: between two and six seconds later, not all at once.
    const retry = 2000 + Math.floor((random(2).readUInt16BE() / 65_536) * 4000)
    res.write(`retry: ${retry}\n${published(site)}`)
  }

  function count(place: string, by: 1 | -1) {
    const now = (places.get(place) ?? 0) + by
    if (now > 0) places.set(place, now)
    else places.delete(place)
  }

  function beat() {
    for (const res of streams.keys()) send(res, ': still here\n\n')
  }

  return {
    open,
    announce: (site) => {
      for (const [res, of] of streams) if (of === site) send(res, published(site))
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

const peerOf = (req: IncomingMessage) => req.socket.remoteAddress ?? ''

const published = (site: Site) => `id: ${site.version()}\nevent: published\ndata: {"version":${site.version()}}\n\n`

/** Who does not read what was sent is dropped: the browser comes back by itself, and memory stays bounded. */
function send(res: ServerResponse, text: string) {
  if (res.writableLength > 16_384) res.destroy()
  else res.write(text)
}

function refuse(req: IncomingMessage, res: ServerResponse, status: 429 | 503, text: string) {
  res.writeHead(status, [...shared, 'Content-Type', 'text/plain; charset=utf-8', 'Retry-After', '30'])
  res.end(req.method === 'HEAD' ? undefined : text)
}

const shared = ['Cache-Control', 'no-store', 'Access-Control-Allow-Origin', '*', 'X-Content-Type-Options', 'nosniff']

const headers = [...shared, 'Content-Type', 'text/event-stream; charset=utf-8', 'X-Accel-Buffering', 'no']
