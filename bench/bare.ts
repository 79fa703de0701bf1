import { createServer } from 'node:http'
import process from 'node:process'

/** The reference: a bare `node:http` server that answers everything with one prepared buffer. Argument: a Bare as JSON. */
export type Bare = { status: number; headers: string[]; body: string }

const { status, headers, body }: Bare = JSON.parse(process.argv[2] ?? '{}')
const buffer = Buffer.from(body, 'base64')
const server = createServer((_req, res) => {
  res.writeHead(status, headers)
  if (status === 304) res.end()
  else res.end(buffer)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(typeof address === 'object' && address ? address.port : 0)
})
process.on('SIGTERM', () => process.exit(0))
