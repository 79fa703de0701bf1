import { once } from 'node:events'
import process from 'node:process'
import { SMTPServer } from 'smtp-server'
import { count, tellParent } from './sink.ts'

/**
 * An SMTP server in a process of its own that takes everything, and counts it by the last label but one of the
 * recipient's domain.
 * Argument: after how many milliseconds it answers a message.
 */
const patience = Number(process.argv[2] ?? 0)
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onData: (stream, session, done) => {
    let bytes = 0
    stream.on('data', (chunk: Buffer) => (bytes += chunk.length))
    stream.on('end', () => {
      const [to] = session.envelope.rcptTo
      count(/([^.@]+)\.[^.]+$/.exec(to?.address ?? '')?.[1] ?? '', bytes)
      if (patience > 0) setTimeout(done, patience)
      else done()
    })
  },
})
server.on('error', () => {})
server.listen(0, '127.0.0.1')
await once(server.server, 'listening')
const address = server.server.address()
tellParent({ ports: [typeof address === 'object' && address ? address.port : 0] })
process.on('disconnect', () => process.exit(0))
