import ipaddr from 'ipaddr.js'
import { canonical } from './private-address.ts'
import { remembered } from './remembered.ts'

/** What OUTBOUND_ALLOW opens. */
export type AllowList = {
  /** Asks by the host as the address spells it. */
  name: (host: string, port: number) => boolean
  /** Asks by what the host resolves to. */
  address: (address: string, port: number) => boolean
  /** Whether some entry opens this port on some host. */
  port: (port: number) => boolean
}

/**
 * Reads entries of the form `host:port`, `[IPv6]:port` or CIDR. A CIDR opens every port of its addresses. Throws with
 * the entry that it cannot read.
 */
export function readAllowList(entries: readonly string[]): AllowList {
  const parsed = entries.map((entry) => entry.trim()).filter(Boolean)
  const ranges = parsed.filter((entry) => entry.includes('/')).map(range)
  const hosts = new Set(parsed.filter((entry) => !entry.includes('/')).map(hostAndPort))
  // Every request asks, thousands in a row about the same hosts.
  const spelled = remembered(spelling, mostKnown)
  const isInside = remembered((address: string) => ranges.some((contains) => contains(address)), mostKnown)
  const isOpen = (host: string, port: number) => hosts.size > 0 && hosts.has(`${spelled(host)}:${port}`)
  return {
    name: isOpen,
    address: (address, port) => isOpen(address, port) || isInside(address),
    port: (port) => ranges.length > 0 || [...hosts].some((host) => host.endsWith(`:${port}`)),
  }
}

const mostKnown = 500

function range(entry: string) {
  if (!ipaddr.isValidCIDR(entry)) throw wrong(entry)
  const [network, bits] = ipaddr.parseCIDR(entry)
  return (address: string) => {
    const parsed = canonical(address)
    return parsed !== null && parsed.kind() === network.kind() && parsed.match(network, bits)
  }
}

function hostAndPort(entry: string) {
  const [, host, port] = /^(\[[0-9a-f:.]+\]|[^:\s]+):(\d{1,5})$/i.exec(entry) ?? []
  if (!host || Number(port) < 1 || Number(port) > 65_535) throw wrong(entry)
  return `${spelling(host)}:${Number(port)}`
}

const spelling = (host: string) => canonical(host)?.toString() ?? host.toLowerCase().replace(/\.$/, '')

const wrong = (entry: string) =>
  new Error(`OUTBOUND_ALLOW: "${entry}" is neither host:port nor a range such as 10.0.0.0/8`)
