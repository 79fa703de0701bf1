import { createServer, type ServerResponse } from 'node:http'
import process from 'node:process'

/** The reference: a bare `node:http` server of streams. A POST sends one event to all of them. Argument: Streams as JSON. */
export type Streams = { headers: string[]; first: string; event: string }

const { headers, first, event }: Streams = JSON.parse(process.argv[2] ?? '{}')
const streams = new Set<ServerResponse>()
const server = createServer((req, res) => {
  if (req.method === 'POST') {
    for (const one of streams) one.write(event)
    res.end()
    return
  }
  res.writeHead(200, headers)
  res.write(first)
  streams.add(res)
  res.on('close', () => streams.delete(res))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' && address ? address.port : 0)
})
process.on('SIGTERM', () => process.exit(0))
