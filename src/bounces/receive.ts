import { once } from 'node:events'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import { readReturnPath } from '../channels/email-returns.ts'
import type { Base } from '../lib/context.ts'
import { takeReturned } from './take.ts'

export type Receiver = { port: number; stop: () => Promise<void> }

/** A report carries the mail it is about; ours stay below 60 KB. */
const largest = 1_000_000

/**
 * Takes mail that came back for one domain, and nothing else: it relays nothing, signs nobody in, answers no mail. An
 * address that we did not make is refused before any of the mail is read.
 */
export async function receiveReturned(
  base: Base,
  at: { host: string; port: number; domain: string },
): Promise<Receiver> {
  const { secret } = base.settings
  // Most installations have none.
  const { SMTPServer } = await import('smtp-server')
  const server = new SMTPServer({
    name: at.domain,
    banner: 'mail that came back',
    size: largest,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    maxClients: 50,
    socketTimeout: 60_000,
    closeTimeout: 2000,
    logger: false,
    onRcptTo: ({ address }, { envelope }, done) => {
      if (!isFor(address, at.domain)) return done(refusal(550, '5.7.1 this server relays nothing'))
      if (!isComplaints(address) && !readReturnPath(secret, address)) return done(refusal(550, '5.1.1 no such mailbox'))
      if (envelope.rcptTo.length >= 10) return done(refusal(452, '4.5.3 too many recipients'))
      done()
    },
    onData: (stream, session, done) => {
      take(base, stream, session).then(
        () => done(),
        (error) => {
          if (!isRefusal(error))
            base.log.error({ event: 'bounce_failed', err: error }, 'mail that came back was not taken')
          done(isRefusal(error) ? error : refusal(451, '4.3.0 try again later'))
        },
      )
    },
  })
  // Whoever resets a connection here only ends their own.
  server.on('error', (error) => base.log.debug({ event: 'bounce_connection', err: error }, 'a connection ended badly'))
  server.listen(at.port, at.host)
  await once(server.server, 'listening')
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : at.port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

const isFor = (address: string, domain: string) => address.split('@').at(-1)?.toLowerCase() === domain.toLowerCase()

/** Registered with providers that report complaints: fbl@bounces.acme.example. */
const isComplaints = (address: string) => /^fbl@/i.test(address)

async function take(base: Base, stream: SMTPServerDataStream, { envelope }: SMTPServerSession) {
  const chunks: Buffer[] = []
  for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk)
  if (stream.sizeExceeded) throw refusal(552, '5.3.4 longer than 1 MB')
  const from = envelope.mailFrom ? envelope.mailFrom.address : ''
  const raw = Buffer.concat(chunks).toString('latin1')
  for (const { address: to } of envelope.rcptTo) {
    const what = await takeReturned(base, { from, to, raw })
    base.log.info({ event: 'bounce', what }, 'mail came back')
  }
}

type Refusal = Error & { responseCode: number }

const refusal = (responseCode: number, text: string): Refusal => Object.assign(new Error(text), { responseCode })

const isRefusal = (error: unknown): error is Refusal => error instanceof Error && 'responseCode' in error
