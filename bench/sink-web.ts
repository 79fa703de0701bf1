import { once } from 'node:events'
import { createServer } from 'node:http'
import process from 'node:process'
import { count, tellParent } from './sink.ts'

/** HTTP servers, one for each port, that take every POST and count it by the first step of its path. Argument: how many. */
const servers = Array.from({ length: Number(process.argv[2] ?? 1) }, () =>
  createServer((req, res) => {
    let bytes = 0
    req.on('data', (chunk: Buffer) => (bytes += chunk.length))
    req.on('end', () => {
      count(/^\/([^/]*)/.exec(req.url ?? '')?.[1] ?? '', bytes)
      res.writeHead(204).end()
    })
  }),
)
const ports: number[] = []
for (const server of servers) {
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  ports.push(typeof address === 'object' && address ? address.port : 0)
}
tellParent({ ports })
process.on('disconnect', () => process.exit(0))
