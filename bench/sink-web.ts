import { once } from 'node:events'
import { createServer } from 'node:http'
import process from 'node:process'
import { count as arrived, tellParent } from './sink.ts'

/**
 * HTTP servers that take every POST and count it by the first step of its path. Argument: how many, each on a port of its
 * own; or how many, the port that all have on addresses of their own from 127.0.1.1 on, and after how many milliseconds
 * they answer.
 */
const [count = 1, port = 0, patience = 0] = (process.argv[2] ?? '').split(',').filter(Boolean).map(Number)
const servers = Array.from({ length: count }, () =>
  createServer((req, res) => {
    let bytes = 0
    req.on('data', (chunk: Buffer) => (bytes += chunk.length))
    req.on('end', () => {
      arrived(/^\/([^/]*)/.exec(req.url ?? '')?.[1] ?? '', bytes)
      if (patience > 0) setTimeout(() => res.writeHead(204).end(), patience)
      else res.writeHead(204).end()
    })
  }),
)
const ports: number[] = []
for (const [i, server] of servers.entries()) {
  server.keepAliveTimeout = 60_000
  server.listen(port, port === 0 ? '127.0.0.1' : `127.0.1.${i + 1}`)
  await once(server, 'listening')
  const address = server.address()
  ports.push(typeof address === 'object' && address ? address.port : 0)
}
tellParent({ ports })
process.on('disconnect', () => process.exit(0))
