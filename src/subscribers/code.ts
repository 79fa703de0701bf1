import { sql } from 'kysely'
import { type Base, type Context, transaction } from '../lib/context.ts'
import { keyedHash } from '../lib/seal.ts'
import { agree, waitingStates } from './agree.ts'
import { consentOf } from './consent.ts'
import type { Subscriber } from './find.ts'
import { readHandle } from './handle.ts'
import { asReader } from './link.ts'
import { unflushed } from './unflushed.ts'

/** So often one code can be tried, and so long. */
export const mostTries = 5
export const codeMinutes = 10

/** Six digits, all equally likely. */
export function newCode({ random }: Pick<Context, 'random'>): string {
  for (;;) {
    const number = random(4).readUInt32BE()
    if (number < 4_294_000_000) return String(number % 1_000_000).padStart(6, '0')
  }
}

export const codeHash = ({ settings }: Pick<Context, 'settings'>, subscriber: { id: string }, code: string): Buffer =>
  keyedHash(settings.secret, 'confirm code', `${subscriber.id} ${code}`)

/**
 * The code that came to a destination is typed on the page. Null where it is wrong, too old or tried too often, where
 * nothing was sent, or where the form is none of ours: which of these, nobody is told.
 */
export async function confirmByCode(
  base: Base,
  { handle, code, ip }: { handle: string; code: string; ip: string | null },
): Promise<Subscriber | null> {
  const found = readHandle(base, handle)
  if (!found) return null
  const tried = await unflushed(base.db, (db) =>
    db
      .updateTable('subscribers')
      .set({ confirm_tries: sql`confirm_tries + 1` })
      .where('page_id', '=', found.page)
      .where('channel', '=', found.channel)
      .where('address_hash', '=', found.hash)
      .where('confirm_tries', '<', mostTries)
      .where('confirm_expires_at', '>', base.now())
      .where('state', 'in', waitingStates)
      .returningAll()
      .executeTakeFirst(),
  )
  const wanted = codeHash(base, tried ?? { id: '' }, code.replace(/\D/g, ''))
  if (!tried?.confirm_hash?.equals(wanted)) return null
  return transaction(asReader(base, tried.org_id), async (ctx) =>
    agree(ctx, tried, { text: await consentOf(ctx, tried), ip }),
  )
}
