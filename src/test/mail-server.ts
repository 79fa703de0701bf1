import { once } from 'node:events'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export type ReceivedMail = { from: string; to: string[]; raw: string; parsed: ParsedMail }

/** What the server does with one recipient, or with the message to it. */
export type Fault =
  | { at: 'greeting' | 'mail' | 'rcpt' | 'data'; code: number; text: string }
  /** Keeps the recipient waiting for its answer until then. */
  | { at: 'rcpt'; after: Promise<unknown>; code: number; text: string }
  /** Never answers the recipient. */
  | { at: 'rcpt'; hang: true }
  /** Takes the message and hangs up before (or after) it is kept, without a final answer. */
  | { at: 'data'; drop: 'before' | 'after' }

export type MailServer = {
  url: string
  /** Everything that was taken, in the order of arrival. */
  mails: ReceivedMail[]
  /** Largest number of connections that were open at once. */
  busiest: () => number
  /** The fault for a recipient; null: none. Set it anew to change the server's mood. */
  fault: (decide: (recipient: string) => Fault | null) => void
  stop: () => Promise<void>
}

/** A real SMTP server on loopback that keeps what it is given. With `parse` false, `parsed` is an empty mail. */
export async function mailServer({ parse = true } = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  let decide: (recipient: string) => Fault | null = () => null
  let open = 0
  let busiest = 0
  const refuse = (fault: Fault | null, at: string) =>
    fault && fault.at === at && 'code' in fault
      ? Object.assign(new Error(fault.text), { responseCode: fault.code })
      : null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    closeTimeout: 100,
    onConnect: (_session, done) => {
      busiest = Math.max(busiest, ++open)
      done(refuse(decide(''), 'greeting'))
    },
    onClose: () => void open--,
    onMailFrom: (_address, _session, done) => done(refuse(decide(''), 'mail')),
    onRcptTo: ({ address }, _session, done) => {
      const fault = decide(address)
      if (fault && 'hang' in fault) return
      const answer = () => done(refuse(fault, 'rcpt'))
      if (fault && 'after' in fault) void fault.after.then(answer, done)
      else answer()
    },
    onData: async (stream, session, done) => {
      const chunks: Buffer[] = []
      try {
        for await (const chunk of stream) chunks.push(chunk)
      } catch (error) {
        // The sender was killed in the middle of it: it has not been taken.
        return done(error instanceof Error ? error : new Error(String(error)))
      }
      const to = session.envelope.rcptTo.map((recipient) => recipient.address)
      const fault = decide(to[0] ?? '')
      const drops = fault && 'drop' in fault ? fault.drop : null
      const refused = refuse(fault, 'data')
      if (!refused && drops !== 'before') mails.push(await received(session.envelope.mailFrom, to, chunks, parse))
      if (drops) return destroyConnection(server, session.id)
      done(refused)
    },
  })
  // A sender that was killed resets its connections.
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    busiest: () => busiest,
    fault: (next) => (decide = next),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function received(from: { address: string } | false, to: string[], chunks: Buffer[], parse: boolean) {
  const raw = Buffer.concat(chunks)
  const parsed = await simpleParser(parse ? raw : '')
  return { from: from ? from.address : '', to, raw: raw.toString('latin1'), parsed }
}

/** smtp-server offers no way to hang up in the middle of a message. */
function destroyConnection(server: SMTPServer, session: string) {
  for (const connection of server.connections as Iterable<{ id: string; _socket: { destroy(): void } }>)
    if (connection.id === session) connection._socket.destroy()
}
