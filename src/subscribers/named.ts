import { type RawBuilder, sql } from 'kysely'
import { carriersOf } from '../channels/index.ts'
import { byTelephone } from '../channels/media.ts'
import { parseAddress } from '../lib/address.ts'
import type { Context } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { likeText } from '../lib/like.ts'
import { addressHash, destinationHash } from './find.ts'

/**
 * The condition for subscribers whom a text names. A whole address or telephone number is found by its keyed hash, also
 * after it was erased. "@customer" finds addresses whose domain begins so. Any other text is looked for in the addresses and
 * labels that are still known: from three letters or digits in a row anywhere, with fewer at the beginning, as an index knows
 * no shorter parts.
 */
export function named(ctx: Context, given: string): RawBuilder<boolean> {
  const hashes = hashesOf(ctx, given)
  if (hashes.length > 0) return sql<boolean>`address_hash = any(${hashes}::bytea[])`
  const text = given.trim().toLowerCase()
  if (/^@[\p{L}\p{N}]/u.test(text))
    return sql<boolean>`(split_part(lower(email), '@', 2) like ${likeText(text.slice(1)).slice(1)} and email is not null and not world)`
  const isLong = /[\p{L}\p{N}]{3}/u.test(text)
  const pattern = isLong ? likeText(text) : likeText(text).slice(1)
  return sql<boolean>`(lower(coalesce(email, label)) like ${pattern} and not world)`
}

function hashesOf(ctx: Context, text: string): Buffer[] {
  if (/^\s*\+[\d\s().-]{7,30}$/.test(text))
    return byTelephone.flatMap((medium) => {
      const channel = carriersOf(medium)[0]
      const target = channel?.target.safeParse({ number: text.replace(/[\s().-]/g, '') })
      return channel && target?.success ? [destinationHash(ctx, medium, channel.identity(target.data))] : []
    })
  try {
    return [addressHash(ctx, parseAddress(text))]
  } catch (error) {
    if (error instanceof InvalidInput) return []
    throw error
  }
}
