import { connect } from 'node:net'
import process from 'node:process'

/**
 * Readers with a live page open who come back by themselves, as browsers do: after as long as the server asked them to
 * wait. In a process of their own. Argument: Returning as JSON. Prints a line when all are there, and a Returned as JSON
 * each time when all of them are there again. Milliseconds.
 */
export type Returning = { port: number; path: string; count: number }
export type Returned = {
  /** Connections that were tried, and those of them that found nobody. */
  tries: number
  refused: number
  /** From the first who was back to the last. */
  spread: number
  /** Most who came in one second. */
  most: number
}

const { port, path, count }: Returning = JSON.parse(process.argv[2] ?? '{}')
const perAddress = 40
const there = new Set<number>()
let back: number[] = []
let tries = 0
let refused = 0
let gathered = false

// The first time a few at a time: what is measured is how they come back.
const waiting = Array.from({ length: count }, (_, i) => i)
await Promise.all(
  Array.from({ length: 50 }, async () => {
    for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) await new Promise<void>((ready) => open(i, ready))
  }),
)
gathered = true
console.log('there')

function open(i: number, ready?: () => void) {
  const place = Math.floor(i / perAddress)
  const socket = connect({ port, host: '127.0.0.1', localAddress: `127.1.${place >> 8}.${(place & 255) + 1}` })
  let wait = 3000
  if (gathered) tries++
  socket.on('error', () => {
    if (!there.has(i)) refused++
  })
  socket.on('close', () => {
    there.delete(i)
    setTimeout(() => open(i, ready), wait)
  })
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/event-stream\r\n\r\n`)
  socket.on('data', (chunk) => {
    const retry = /\nretry: (\d+)/.exec(chunk.toString('latin1'))
    if (!retry) return
    wait = Number(retry[1])
    there.add(i)
    ready?.()
    if (!gathered) return
    back.push(performance.now())
    if (there.size === count && back.length >= count) report()
  })
}

function report() {
  back.sort((a, b) => a - b)
  const first = back[0] ?? 0
  const seconds = Map.groupBy(back, (at) => Math.floor((at - first) / 1000))
  const most = Math.max(...[...seconds.values()].map((all) => all.length))
  console.log(JSON.stringify({ tries, refused, spread: (back.at(-1) ?? 0) - first, most } satisfies Returned))
  back = []
  tries = 0
  refused = 0
}
