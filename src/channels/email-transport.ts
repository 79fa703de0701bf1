import { createTransport, type Transporter } from 'nodemailer'

/** A pool of connections to the mail server of the operator. */
export type MailTransport = {
  readonly transporter: Pick<Transporter, 'sendMail'>
  /** Longest time for one message, waiting for a free connection included, in milliseconds. */
  readonly patience: number
  /** Lets what is being sent end, then hangs up. */
  close(): void
}

export type TransportOptions = {
  /** Connections at once. Default 5. */
  connections?: number
  /** Default 45,000 ms: a server that hangs takes one connection out for that long, and nobody else waits. */
  patience?: number
}

/** Opens a pool on an SMTP address; connections are made when the first mail goes. */
export function openMailTransport(smtpUrl: string, options: TransportOptions = {}): MailTransport {
  const { connections = 5, patience = 45_000 } = options
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
  })
  return { transporter, patience, close: () => transporter.close() }
}
