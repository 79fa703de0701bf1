import type { Socket } from 'node:net'
import { Duplex, type Readable } from 'node:stream'
import DKIM from 'nodemailer/lib/dkim'
import type MimeNode from 'nodemailer/lib/mime-node'
import SMTPPool from 'nodemailer/lib/smtp-pool'
import { type Guard, guardedMailSocket, type Lookup, lookUp } from '../lib/guarded-connect.ts'
import { readAllowList } from '../lib/outbound-allow.ts'

/** A pool of connections to the mail server of the operator. */
export type MailTransport = {
  /** Resolves with what the server says when it has taken the mail; rejects with nodemailer's errors, and `Failed`. */
  send(mail: RawMail): Promise<string>
  /** Lets what is being sent end, then hangs up. */
  close(): void
}

/** What an error of a transport says beside: whether the mail itself had begun to leave. */
export type Failed = { mayHaveArrived: boolean }

/** A mail that is written, to one address. */
export type RawMail = {
  raw: Buffer
  envelope: { from: string; to: string }
  messageId: string
  dkim?: ConstructorParameters<typeof DKIM>[0]
}

export type TransportOptions = {
  /** Entries of OUTBOUND_ALLOW: the server is one that users name, and is guarded. Absent: the environment names it. */
  allow?: readonly string[] | undefined
  lookup?: Lookup
  /** Connections at once. Default 5. */
  connections?: number
  /**
   * Longest time for one mail, waiting for a free connection included. Default 45,000 ms: a server that hangs takes one
   * connection out for that long, and nobody else waits.
   */
  patience?: number
}

/** Opens a pool on an SMTP address; connections are made when the first mail goes. */
export function openMailTransport(smtpUrl: string, options: TransportOptions = {}): MailTransport {
  const { connections = 5, patience = 45_000, allow, lookup = lookUp } = options
  const pool: Pool = new SMTPPool({
    url: smtpUrl,
    maxConnections: connections,
    maxMessages: 500,
    // A server that closed an idle connection gets the message over another one; all else is ours to retry.
    maxRequeues: 2,
    connectionTimeout: Math.min(10_000, patience),
    greetingTimeout: Math.min(10_000, patience),
    socketTimeout: patience,
    ...(allow && { getSocket: guarded({ allow: readAllowList(allow), lookup }, Math.min(10_000, patience)) }),
  })
  return {
    send: async (mail) => {
      const waiting = new AbortController()
      const end = setTimeout(() => waiting.abort('out of patience'), patience)
      try {
        return await handOver(pool, mail, waiting.signal)
      } finally {
        clearTimeout(end)
      }
    },
    close: () => pool.close(),
  }
}

/** As much of the library's pool as is used: it asks a message for nothing else. */
type Pool = {
  send(mail: Outgoing, done: (error: Error | null, info?: { response: string }) => void): unknown
  close(): void
}
type Outgoing = {
  data: { signal?: AbortSignal | undefined }
  message: (Pick<MimeNode, 'getHeader' | 'messageId' | 'getEnvelope'> & { createReadStream: () => Content }) | null
}

/** Around the library's mailer, which would take a mail that is written apart again: that takes longer than to send it. */
const handOver = (pool: Pool, { raw, envelope, messageId, dkim }: RawMail, signal: AbortSignal) =>
  new Promise<string>((resolve, reject) => {
    let content: Content | null = null
    const message = {
      getHeader: () => messageId,
      messageId: () => messageId,
      getEnvelope: () => ({ from: envelope.from, to: [envelope.to] }),
      createReadStream: () => {
        content = dkim ? new DKIM(dkim).sign(raw) : inOnePiece(raw)
        return content
      },
    }
    const fail = (error: Error) =>
      reject(Object.assign(error, { mayHaveArrived: content?.readableDidRead === true } satisfies Failed))
    pool.send({ data: { signal }, message }, (error, info) => (error ? fail(error) : resolve(info?.response ?? '')))
  })

/** As much of a stream as the library asks of what it sends; a whole stream would take longer than the mail. */
type Content = Pick<Readable, 'readableDidRead' | 'pipe'>

/**
 * Left to the library, each byte of a mail is looked at for dots to be doubled, and the end of it is written to the network by
 * itself. What has none (RFC 5321, 4.5.2) and only whole line ends crosses it in one piece.
 */
function inOnePiece(mail: Buffer): Content {
  const content = {
    readableDidRead: false,
    pipe: <To extends NodeJS.WritableStream>(to: To) => {
      content.readableDidRead = true
      if (to instanceof Duplex && !needsDots.test(mail.toString('latin1'))) {
        to.push(Buffer.concat([mail, mail.at(-1) === 0x0a ? end : lineAndEnd]))
        to.push(null)
      } else to.end(mail)
      return to
    },
  }
  return content
}

const needsDots = /^\.|\n\.|\r(?!\n)|(?<!\r)\n/
const end = Buffer.from('.\r\n')
const lineAndEnd = Buffer.from('\r\n.\r\n')

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
