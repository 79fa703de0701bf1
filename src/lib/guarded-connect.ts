import { lookup as systemLookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect as connectSocket, isIP, type LookupFunction, type Socket } from 'node:net'
import type { Logger } from 'pino'
import type { buildConnector } from 'undici'
import { OutboundFailed, OutboundRefused } from './outbound.ts'
import type { AllowList } from './outbound-allow.ts'
import { isPrivateAddress } from './private-address.ts'

export type Lookup = (host: string) => Promise<{ address: string; family: number }[]>
export type Guard = {
  allow: AllowList
  lookup: Lookup
  log?: Pick<Logger, 'debug'>
  /** Until a connection is there, look-up and TLS included, in milliseconds. Default 5,000. */
  patience?: number
}

export const usualPorts = new Set([80, 443, 8080, 8443])
export const connectTimeout = 5_000

/**
 * Connects only to addresses that are public or that OUTBOUND_ALLOW opens. The host is looked up once; when any of its
 * answers is closed, none is used. The peer is compared again after the connection, against rebinding.
 */
export function guardedConnector(
  { allow, lookup, log, patience = connectTimeout }: Guard,
  build: typeof buildConnector,
): buildConnector.connector {
  return (target, done) => {
    const host = target.hostname.replace(/^\[|\]$/g, '')
    const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80)
    const isOpen = (address: string) => allow.name(host, port) || isReachable(address, port, allow)
    const connect = build({ timeout: patience, lookup: checkedLookup(lookup, isOpen) })
    connect(target, (...[error, socket]) => {
      if (!socket) return done(error ?? new Error('no connection'), null)
      if (!isOpen(socket.remoteAddress ?? '')) {
        socket.destroy()
        return done(new OutboundRefused(`${host} is a private address`), null)
      }
      log?.debug({ host, port, address: socket.remoteAddress }, 'outbound connection')
      done(null, socket)
    })
  }
}

/** The addresses of a name, by the system. */
export const lookUp: Lookup = (host) => systemLookup(host, { all: true })

/** Where mail servers listen: by each other, for senders with TLS or STARTTLS, and where 25 is closed. */
const mailPorts = new Set([25, 465, 587, 2525])

/** A plain connection to a mail server that users name, under the same guard. Throws `OutboundRefused`. */
export async function guardedMailSocket({ allow, lookup }: Guard, { host, port, timeout }: MailPlace): Promise<Socket> {
  const isOpen = (address: string) => allow.name(host, port) || isReachable(address, port, allow, mailPorts)
  if (isIP(host) && !isOpen(host)) throw refusal(host, port)
  const socket = connectSocket({ host, port, lookup: checkedLookup(lookup, isOpen) })
  const patience = setTimeout(() => socket.destroy(new OutboundFailed('No connection in time')), timeout)
  try {
    await once(socket, 'connect')
  } finally {
    clearTimeout(patience)
  }
  if (isOpen(socket.remoteAddress ?? '')) return socket
  socket.destroy()
  throw refusal(host, port)
}

type MailPlace = { host: string; port: number; timeout: number }

const refusal = (host: string, port: number) =>
  new OutboundRefused(`${host} is a private address, or port ${port} is not one of mail; OUTBOUND_ALLOW can open it`)

export const isReachable = (address: string, port: number, allow: AllowList, ports = usualPorts) =>
  allow.address(address, port) || (ports.has(port) && !isPrivateAddress(address))

function checkedLookup(lookup: Lookup, isOpen: (address: string) => boolean): LookupFunction {
  return (host, options, done) => {
    lookup(host).then(
      (answers) => {
        const [first] = answers
        if (!first) return done(Object.assign(new Error('no answer'), { code: 'ENOTFOUND' }), '')
        if (!answers.every(({ address }) => isOpen(address)))
          return done(new OutboundRefused(`${host} resolves to a private address or is asked on a closed port`), '')
        if (options.all) done(null, answers)
        else done(null, first.address, first.family)
      },
      (error) => done(error, ''),
    )
  }
}
