import { connect } from 'node:net'
import process from 'node:process'

/**
 * A rush of readers, in a process of their own: each asks again as soon as it has its answer, every other one only for
 * what has changed since. Argument: a Rush as JSON; prints a Rushed as JSON. Milliseconds.
 */
export type Rush = { port: number; path: string; readers: number; seconds: number }
export type Rushed = {
  answers: number
  notModified: number
  failed: number
  /** Of different content, as their ETag says. */
  versions: number
  p50: number
  p99: number
  longest: number
  /** Until the last reader had its first answer. */
  lastFirst: number
}

const { port, path, readers, seconds }: Rush = JSON.parse(process.argv[2] ?? '{}')
const times: number[] = []
let lastFirst = 0
const etags = new Set<string>()
let notModified = 0
let failed = 0
const end = performance.now() + seconds * 1000
await Promise.all(Array.from({ length: readers }, (_, i) => reader(i)))
times.sort((a, b) => a - b)
const at = (q: number) => times[Math.min(times.length - 1, Math.ceil(q * times.length) - 1)] ?? Number.NaN
const [p50, p99, longest] = [at(0.5), at(0.99), at(1)]
console.log(
  JSON.stringify({
    answers: times.length,
    notModified,
    failed,
    versions: etags.size,
    p50,
    p99,
    longest,
    lastFirst,
  } satisfies Rushed),
)
process.exit(0)

/** A connection kept open; resolves after the last answer that began in time. */
function reader(i: number): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: `127.2.${i >> 7}.${(i & 127) + 1}` })
  let text: Buffer = Buffer.alloc(0)
  const began = performance.now()
  let asked = began
  let known = ''
  let answered = false
  const ask = () => {
    asked = performance.now()
    const only = known && i % 2 === 1 ? `If-None-Match: ${known}\r\n` : ''
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept-Encoding: br\r\n${only}\r\n`)
  }
  return new Promise((resolve) => {
    const over = (bad: boolean) => {
      if (bad) failed++
      socket.removeAllListeners().on('error', () => {})
      socket.destroy()
      resolve()
    }
    socket.setNoDelay(true)
    socket.on('connect', ask)
    socket.on('error', () => over(true))
    socket.on('close', () => over(true))
    socket.on('data', (chunk: Buffer) => {
      text = text.length === 0 ? chunk : Buffer.concat([text, chunk])
      const blank = text.indexOf('\r\n\r\n')
      if (blank === -1) return
      const head = text.toString('latin1', 0, blank)
      const status = head.slice(9, 12)
      const length = status === '304' ? 0 : Number(/\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
      if (text.length < blank + 4 + length) return
      text = Buffer.alloc(0)
      if (status === '304') notModified++
      else if (status !== '200') return over(true)
      if (!answered) lastFirst = Math.max(lastFirst, performance.now() - began)
      answered = true
      known = /\netag: (\S+)/i.exec(head)?.[1] ?? known
      etags.add(known)
      times.push(performance.now() - asked)
      if (performance.now() < end) ask()
      else over(false)
    })
  })
}
