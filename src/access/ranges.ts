import ipaddr from 'ipaddr.js'
import { canonical } from '../lib/private-address.ts'

/** Whether one of the ranges (CIDRs or addresses) holds the address. */
export function contains(ranges: readonly string[], ip: string): boolean {
  if (ranges.length === 0) return false
  const address = canonical(ip)
  return (
    address !== null &&
    ranges.some((range) => {
      const [network, bits] = parsedRange(range)
      return network.kind() === address.kind() && address.match(network, bits)
    })
  )
}

function parsedRange(range: string) {
  if (range.includes('/')) return ipaddr.parseCIDR(range)
  const address = ipaddr.process(range)
  return ipaddr.parseCIDR(`${address.toString()}/${address.kind() === 'ipv4' ? 32 : 128}`)
}
