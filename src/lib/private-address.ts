import ipaddr from 'ipaddr.js'

/**
 * True unless the address is an ordinary public one. Everything that is not plainly public counts as private: loopback,
 * link-local, carrier NAT, documentation, multicast, and every IPv6 form that carries an IPv4 address inside.
 */
export function isPrivateAddress(address: string): boolean {
  const parsed = canonical(address)
  if (parsed === null || parsed.range() !== 'unicast') return true
  return closed.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits))
}

/** The address in one spelling (an IPv4 address inside IPv6 becomes IPv4), or null when it is none. */
export function canonical(address: string) {
  const bare = address.replace(/^\[|\]$/g, '')
  // Names are asked for most: none of them is looked at in each form that an address can have.
  if (!/^\d|:/.test(bare)) return null
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null
}

// Public by the registries, yet a way into something that is not: a cloud's own host, or an IPv4 address in disguise.
const closed = [
  '168.63.129.16/32', // Azure's virtual public address of the host
  '100.100.100.200/32', // Alibaba Cloud's metadata
  '192.0.0.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '::/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2001::/23',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fec0::/10',
].map((range) => ipaddr.parseCIDR(range))
