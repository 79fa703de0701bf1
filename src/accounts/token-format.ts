import { crc32 } from 'node:zlib'
import type { Context } from '../lib/context.ts'
import { newSecret } from '../lib/id.ts'

/**
 * `up_`, 32 random bytes, and a check sum of six characters: secret scanners know it by its look, and a mistyped one is
 * recognised without asking the database.
 */
export function newToken(ctx: Pick<Context, 'random'>): string {
  const body = newSecret(ctx)
  return `up_${body}${checksum(body)}`
}

/** False for a text that looks like one of our tokens and cannot be one. */
export function mayBeToken(text: string): boolean {
  const [, body = '', sum = ''] = /^up_([\w-]{43})([\w-]{6})$/.exec(text) ?? []
  return !text.startsWith('up_') || (body !== '' && checksum(body) === sum)
}

function checksum(text: string): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(crc32(text))
  return bytes.toString('base64url')
}

/** The part by which a person recognises a token. */
export const tokenPrefix = (token: string) => token.slice(0, token.startsWith('up_') ? 9 : 4)
