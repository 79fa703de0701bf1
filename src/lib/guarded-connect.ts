import type { LookupFunction } from 'node:net'
import type { Logger } from 'pino'
import { buildConnector } from 'undici'
import { OutboundRefused } from './outbound.ts'
import type { AllowList } from './outbound-allow.ts'
import { isPrivateAddress } from './private-address.ts'

export type Lookup = (host: string) => Promise<{ address: string; family: number }[]>
type Guard = { allow: AllowList; lookup: Lookup; log?: Pick<Logger, 'debug'> }

export const usualPorts = new Set([80, 443, 8080, 8443])
const connectTimeout = 5_000

/**
 * Connects only to addresses that are public or that OUTBOUND_ALLOW opens. The host is looked up once; when any of its
 * answers is closed, none is used. The peer is compared again after the connection, against rebinding.
 */
export function guardedConnector({ allow, lookup, log }: Guard): buildConnector.connector {
  return (target, done) => {
    const host = target.hostname.replace(/^\[|\]$/g, '')
    const port = Number(target.port) || (target.protocol === 'https:' ? 443 : 80)
    const isOpen = (address: string) => allow.name(host, port) || isReachable(address, port, allow)
    const connect = buildConnector({ timeout: connectTimeout, lookup: checkedLookup(lookup, isOpen) })
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

export const isReachable = (address: string, port: number, allow: AllowList) =>
  allow.address(address, port) || (usualPorts.has(port) && !isPrivateAddress(address))

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
