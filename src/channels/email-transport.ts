import type { Socket } from 'node:net'
import { createTransport, type Transporter } from 'nodemailer'
import { type Guard, guardedMailSocket, type Lookup, lookUp } from '../lib/guarded-connect.ts'
import { readAllowList } from '../lib/outbound-allow.ts'

/** A pool of connections to the mail server of the operator. */
export type MailTransport = {
  readonly transporter: Pick<Transporter, 'sendMail'>
  /** Longest time for one message, waiting for a free connection included, in milliseconds. */
  readonly patience: number
  /** Lets what is being sent end, then hangs up. */
  close(): void
}

export type TransportOptions = {
  /** Entries of OUTBOUND_ALLOW: the server is one that users name, and is guarded. Absent: the environment names it. */
  allow?: readonly string[] | undefined
  lookup?: Lookup
  /** Connections at once. Default 5. */
  connections?: number
  /** Default 45,000 ms: a server that hangs takes one connection out for that long, and nobody else waits. */
  patience?: number
}

/** Opens a pool on an SMTP address; connections are made when the first mail goes. */
export function openMailTransport(smtpUrl: string, options: TransportOptions = {}): MailTransport {
  const { connections = 5, patience = 45_000, allow, lookup = lookUp } = options
  const transporter = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: connections,
    maxMessages: 500,
    // A server that closed an idle connection gets the message over another one; all else is ours to retry.
    maxRequeues: 2,
    connectionTimeout: Math.min(10_000, patience),
    greetingTimeout: Math.min(10_000, patience),
    socketTimeout: patience,
    // Nothing in a message may make us read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(allow && { getSocket: guarded({ allow: readAllowList(allow), lookup }, Math.min(10_000, patience)) }),
  })
  return { transporter, patience, close: () => transporter.close() }
}

type Wanted = { host?: string; port?: number | string; secure?: boolean }
type Done = (error: Error | null, opened?: { connection: Socket }) => void

/** How the library is given a connection instead of making one. */
const guarded =
  (guard: Guard, timeout: number) =>
  ({ host = '', port, secure }: Wanted, done: Done) =>
    void guardedMailSocket(guard, { host, port: Number(port) || (secure ? 465 : 587), timeout }).then(
      (connection) => done(null, { connection }),
      (error) => done(error),
    )
