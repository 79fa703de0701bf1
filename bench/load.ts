import { connect } from 'node:net'
import process from 'node:process'

/**
 * A load generator in a process of its own: keep-alive connections to several servers, each with one request under way,
 * answers counted by their Content-Length and not looked into. The servers are asked in turn, `slice` seconds each, so
 * that what disturbs the machine disturbs all of them. Argument: a Load as JSON; prints a Loaded as JSON.
 */
export type Load = {
  ports: number[]
  path: string
  headers: Record<string, string>
  connections: number
  /** Seconds for one server in one round. */
  slice: number
  rounds: number
  status: number
}
/** Per server, in the order of the ports: answers and seconds of each round. */
export type Loaded = { failed: number; servers: { requests: number; seconds: number }[][] }

type Server = { start: (until: number) => Promise<number> }

const load: Load = JSON.parse(process.argv[2] ?? '{}')
const wanted = `HTTP/1.1 ${load.status} `
let failed = 0
const servers = await Promise.all(load.ports.map(openServer))
const loaded: Loaded = { failed: 0, servers: servers.map(() => []) }
// The first two seconds with each do not count: their code is being compiled.
for (let round = -Math.ceil(2 / load.slice); round < load.rounds; round++)
  for (const i of round % 2 === 0 ? servers.keys() : [...servers.keys()].reverse()) {
    const began = performance.now()
    const requests = await servers[i]!.start(began + load.slice * 1000)
    const seconds = (performance.now() - began) / 1000
    if (round >= 0) loaded.servers[i]!.push({ requests, seconds })
  }
console.log(JSON.stringify({ ...loaded, failed } satisfies Loaded))
process.exit(0)

async function openServer(port: number): Promise<Server> {
  const lines = Object.entries({ Host: `127.0.0.1:${port}`, Connection: 'keep-alive', ...load.headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  const ask = Buffer.from(`GET ${load.path} HTTP/1.1\r\n${lines.join('')}\r\n`)
  const connections = await Promise.all(Array.from({ length: load.connections }, () => open(port, ask)))
  return {
    start: async (until) => (await Promise.all(connections.map((run) => run(until)))).reduce((sum, n) => sum + n, 0),
  }
}

/** A connection; what it returns asks again and again until the moment given, and says how many answers came. */
function open(port: number, ask: Buffer): Promise<(until: number) => Promise<number>> {
  return new Promise((ready, reject) => {
    const socket = connect(port, '127.0.0.1')
    let missing = -1
    let head: Buffer = Buffer.alloc(0)
    let count = 0
    let end = 0
    let done: (count: number) => void = () => {}
    socket.setNoDelay(true)
    socket.on('error', reject)
    socket.on('close', () => {
      failed++
      done(count)
    })
    socket.on('connect', () =>
      ready((until) => {
        count = 0
        end = until
        return new Promise((resolve) => {
          done = resolve
          if (socket.destroyed) resolve(0)
          else socket.write(ask)
        })
      }),
    )
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
      count++
      if (performance.now() >= end) done(count)
      else socket.write(ask)
    })
  })
}
