import { connect } from 'node:net'
import process from 'node:process'

/**
 * A load generator in a process of its own: keep-alive connections, each with one request under way, answers counted by
 * their Content-Length and not looked into. Argument: a Load as JSON; prints a Loaded as JSON.
 */
export type Load = {
  port: number
  path: string
  headers: Record<string, string>
  connections: number
  seconds: number
  status: number
}
export type Loaded = { requests: number; failed: number; perSecond: number }

const load: Load = JSON.parse(process.argv[2] ?? '{}')
const lines = Object.entries({ Host: `127.0.0.1:${load.port}`, Connection: 'keep-alive', ...load.headers }).map(
  ([name, value]) => `${name}: ${value}\r\n`,
)
const request = Buffer.from(`GET ${load.path} HTTP/1.1\r\n${lines.join('')}\r\n`)
const wanted = `HTTP/1.1 ${load.status} `
let requests = 0
let failed = 0
const started = process.hrtime.bigint()
const end = performance.now() + load.seconds * 1000
await Promise.all(Array.from({ length: load.connections }, () => keepAsking()))
const seconds = Number(process.hrtime.bigint() - started) / 1e9
console.log(JSON.stringify({ requests, failed, perSecond: Math.round(requests / seconds) } satisfies Loaded))

function keepAsking(): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(load.port, '127.0.0.1')
    let missing = -1
    let head: Buffer = Buffer.alloc(0)
    const next = () => {
      if (performance.now() >= end) {
        socket.destroy()
        resolve()
      } else socket.write(request)
    }
    socket.setNoDelay(true)
    socket.on('connect', next)
    socket.on('error', () => {
      failed++
      resolve()
    })
    socket.on('data', (chunk: Buffer) => {
      if (missing < 0) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk])
        const blank = head.indexOf('\r\n\r\n')
        if (blank === -1) return
        const text = head.toString('latin1', 0, blank)
        if (!text.startsWith(wanted)) failed++
        missing =
          (load.status === 304 ? 0 : Number(/\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0)) -
          (head.length - blank - 4)
        head = Buffer.alloc(0)
      } else missing -= chunk.length
      if (missing > 0) return
      missing = -1
      requests++
      next()
    })
  })
}
