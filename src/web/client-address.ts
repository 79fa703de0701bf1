import ipaddr from 'ipaddr.js'
import { canonical } from '../lib/private-address.ts'

/** Tells the client's address from the peer's and X-Forwarded-For. */
export type ClientAddress = (peer: string, forwardedFor: string | null) => string

/**
 * Reads X-Forwarded-For from the right, past every proxy in `trusted` (CIDRs or addresses); the first other address is
 * the client. A peer that is no such proxy is the client itself, whatever it claims. Throws where an entry is no range.
 */
export function clientAddress(trusted: readonly string[]): ClientAddress {
  const ranges = trusted.map(rangeOf)
  const isTrusted = (address: ipaddr.IPv4 | ipaddr.IPv6) =>
    ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits))
  return (peer, forwardedFor) => {
    let client = canonical(peer)
    const hops = (forwardedFor ?? '').split(',').slice(-20)
    while (client && isTrusted(client)) {
      const previous = canonical((hops.pop() ?? '').trim())
      if (!previous) break
      client = previous
    }
    return client?.toString() ?? peer
  }
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
