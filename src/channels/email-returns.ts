import { keyedHash, sameText } from '../lib/seal.ts'

/**
 * What names a delivery in addresses that mail comes back to (VERP): its id and 80 bits of HMAC, in lower case, since
 * not every server keeps the case of an address.
 */
export const returnsOf = (secret: Buffer, delivery: string): string =>
  `${delivery}-${keyedHash(secret, 'returns', delivery).toString('hex').slice(0, 20)}`

export type ReturnPath = { for: 'bounce' | 'unsubscribe'; delivery: string }

/** Whose news comes to `b+…@` or `u+…@`. Null: we did not make this address. */
export function readReturnPath(secret: Buffer, address: string): ReturnPath | null {
  const [, kind, returns = '', delivery = ''] = /^([bu])\+(([0-9a-z]{1,40})-[0-9a-f]{20})@/i.exec(address) ?? []
  if (!kind || !sameText(returns.toLowerCase(), returnsOf(secret, delivery.toLowerCase()))) return null
  return { for: kind.toLowerCase() === 'b' ? 'bounce' : 'unsubscribe', delivery: delivery.toLowerCase() }
}
