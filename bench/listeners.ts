import { connect, type Socket } from 'node:net'
import process from 'node:process'

/**
 * Readers with a live page open, in a process of their own. Argument: Listening as JSON. Prints a line when all are
 * there, and a Heard as JSON for each event once the last of them has it. Times are of the machine's monotonic clock.
 */
export type Listening = { port: number; path: string; count: number }
export type Heard = { first: number; last: number }

const { port, path, count }: Listening = JSON.parse(process.argv[2] ?? '{}')
const perAddress = 40
let there = 0
let heard = 0
let first = 0

// A few at a time: a listen queue is not what is measured.
const waiting = Array.from({ length: count }, (_, i) => i)
await Promise.all(Array.from({ length: 50 }, openSome))
console.log('there')

async function openSome() {
  for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) await open(i)
}

/** As many addresses as a crowd has: one alone may not take all streams. */
function open(i: number): Promise<Socket> {
  const place = Math.floor(i / perAddress)
  const socket = connect({ port, host: '127.0.0.1', localAddress: `127.1.${place >> 8}.${(place & 255) + 1}` })
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`stream ${i} ended`)))
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/event-stream\r\n\r\n`)
    socket.once('data', (head) => {
      if (!head.toString('latin1').startsWith('HTTP/1.1 200')) return reject(new Error(head.toString('latin1')))
      there++
      resolve(socket)
      socket.on('data', (chunk) => {
        if (there === count && chunk.includes('event: published')) oneHas()
      })
    })
  })
}

function oneHas() {
  const now = Number(process.hrtime.bigint() / 1000n) / 1000
  if (heard === 0) first = now
  heard++
  if (heard < count) return
  heard = 0
  console.log(JSON.stringify({ first, last: now } satisfies Heard))
}
