import type { ServerResponse } from 'node:http'
import type { Site } from './site/site.ts'

/** Streams that tell open pages of each publication. They say no more than its number: the page fetches itself. */
export type Events = {
  open: (site: Site, method: string, res: ServerResponse) => void
  /** After each publication. */
  announce: (site: Site) => void
  /** Keeps streams alive through proxies; the shared timer calls it. */
  beat: () => void
  close: () => void
  size: () => number
}

export type EventOptions = {
  random: (n: number) => Buffer
  /** Streams of this process; more are asked to come back later. */
  limit?: number
  /** Milliseconds between heartbeats. */
  every?: number
}

export function createEvents({ random, limit = 10_000, every = 25_000 }: EventOptions): Events {
  const streams = new Map<ServerResponse, Site>()
  const timer = setInterval(beat, every).unref()
  let closed = false

  function open(site: Site, method: string, res: ServerResponse) {
    if (closed || streams.size >= limit) {
      res.writeHead(503, ['Retry-After', '30', 'Cache-Control', 'no-store'])
      res.end()
      return
    }
    res.writeHead(200, headers)
    if (method === 'HEAD') {
      res.end()
      return
    }
    streams.set(res, site)
    res.on('close', () => streams.delete(res))
    // After a restart thousands come back: between two and six seconds later, not all at once.
    const retry = 2000 + Math.floor((random(2).readUInt16BE() / 65_536) * 4000)
    res.write(`retry: ${retry}\n${published(site)}`)
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

const published = (site: Site) => `id: ${site.version()}\nevent: published\ndata: {"version":${site.version()}}\n\n`

/** Who does not read what was sent is dropped: the browser comes back by itself, and memory stays bounded. */
function send(res: ServerResponse, text: string) {
  if (res.writableLength > 16_384) res.destroy()
  else res.write(text)
}

const headers = [
  'Content-Type',
  'text/event-stream; charset=utf-8',
  'Cache-Control',
  'no-store',
  'Access-Control-Allow-Origin',
  '*',
  'X-Content-Type-Options',
  'nosniff',
  'X-Accel-Buffering',
  'no',
]
