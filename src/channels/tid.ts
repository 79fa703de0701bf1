import { createHash } from 'node:crypto'

/**
 * A record's key, always the same for one message: 53 bits of microseconds and 10 bits that set it apart, in base 32.
 * What is finer than the milliseconds of `at` comes from the id. https://atproto.com/specs/tid
 */
export function tidOf(id: string, at: Date): string {
  const spread = createHash('sha256').update(id).digest().readUInt32BE(0)
  const micros = BigInt(at.getTime()) * 1000n + BigInt(spread % 1000)
  let value = (micros << 10n) | BigInt(Math.floor(spread / 1000) % 1024)
  let text = ''
  for (let i = 0; i < 13; i++) {
    text = letters[Number(value & 31n)] + text
    value >>= 5n
  }
  return text
}

const letters = '234567abcdefghijklmnopqrstuvwxyz'
