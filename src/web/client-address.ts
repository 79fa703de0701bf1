import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'
import { canonical } from '../lib/private-address.ts'

/** Who is on the other side of our proxies, and how they came. */
export type Client = {
  readonly address: string
  /** As a trusted proxy says it; null where none does. We ourselves speak http alone. */
  readonly scheme: 'http' | 'https' | null
}

type Headers = { readonly [name: string]: unknown }

/**
 * Reads X-Forwarded-For from the right, past every proxy in `trusted` (CIDRs or addresses); the first other address is
 * the client. X-Forwarded-Proto is read beside it: one scheme for each hop, or one for all. A peer that is no such proxy
 * is the client itself, whatever it claims. Throws where an entry is no range.
 */
export function throughProxies(trusted: readonly string[]): (peer: string, headers: Headers) => Client {
  const isTrusted = within(trusted)
  return (peer, headers) => {
    let client = canonical(peer)
    let scheme: Client['scheme'] = null
    const hops = listed(headers['x-forwarded-for'])
    const schemes = listed(headers['x-forwarded-proto'])
    while (client && isTrusted(client)) {
      scheme = schemeOf(schemes.pop()) ?? scheme
      const previous = canonical(hops.pop() ?? '')
      if (!previous) break
      client = previous
    }
    return { address: client?.toString() ?? peer, scheme }
  }
}

/** Whether an address is in one of these ranges. Throws where an entry is no range. */
export function within(entries: readonly string[]): (address: ipaddr.IPv4 | ipaddr.IPv6) => boolean {
  const ranges = entries.map(rangeOf)
  return (address) => ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits))
}

/** The client's address of a request that Node gives us. */
export function clientOf(trusted: readonly string[]): (req: IncomingMessage) => string {
  const through = throughProxies(trusted)
  return (req) => through(req.socket.remoteAddress ?? '', req.headers).address
}

const listed = (header: unknown): string[] =>
  typeof header === 'string'
    ? header
        .split(',')
        .slice(-20)
        .map((entry) => entry.trim())
    : []

function schemeOf(said: string | undefined): Client['scheme'] {
  const scheme = said?.toLowerCase()
  return scheme === 'http' || scheme === 'https' ? scheme : null
}

/** What one household or office shares: an IPv4 address, or the /64 of an IPv6 address. Limits are counted by it. */
export function neighbourhood(ip: string): string {
  const address = canonical(ip)
  if (!address || address.kind() === 'ipv4') return address?.toString() ?? ip
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toString()}/64`).toString()}/64`
}

function rangeOf(entry: string) {
  try {
    if (entry.includes('/')) return ipaddr.parseCIDR(entry)
    const address = ipaddr.process(entry)
    return ipaddr.parseCIDR(`${address.toString()}/${address.kind() === 'ipv4' ? 32 : 128}`)
  } catch {
    throw new Error(`TRUSTED_PROXIES: "${entry}" is neither an address nor a range such as 10.0.0.0/8`)
  }
}
