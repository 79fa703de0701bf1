import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import type { Subscriber } from './find.ts'

const hour = 3_600_000

/** One question an hour for one page, five a day in all: counted over every organization, since it is the same victim. */
export async function secondsToWait(ctx: Context, subscriber: Subscriber): Promise<number> {
  const now = ctx.now().getTime()
  const day = new Date(now - 24 * hour)
  const { last, today, since } = await ctx.db
    .selectFrom('subscribers')
    .select([
      sql<Date | null>`max(confirm_sent_at) filter (where page_id = ${subscriber.page_id})`.as('last'),
      sql<number>`coalesce(sum(confirm_count) filter (where confirm_count_since > ${day}), 0)`.as('today'),
      sql<Date | null>`min(confirm_count_since) filter (where confirm_count_since > ${day})`.as('since'),
    ])
    .where('mailbox_hash', '=', subscriber.mailbox_hash)
    .executeTakeFirstOrThrow()
  const until = Math.max((last?.getTime() ?? 0) + hour, today >= 5 && since ? since.getTime() + 24 * hour : 0)
  return Math.max(0, Math.ceil((until - now) / 1000))
}

/** Notes that a destination is asked now. `proof`: the hash of what answers it, and until when; null where nothing is to be answered. */
export async function noteAsked(ctx: Context, subscriber: Subscriber, proof: { hash: Buffer; until: Date } | null) {
  const now = ctx.now()
  const day = new Date(now.getTime() - 24 * hour)
  const isSameDay = subscriber.confirm_count_since !== null && subscriber.confirm_count_since > day
  await ctx.db
    .updateTable('subscribers')
    .set({
      confirm_sent_at: now,
      confirm_count: isSameDay ? subscriber.confirm_count + 1 : 1,
      confirm_count_since: isSameDay ? subscriber.confirm_count_since : now,
      confirm_hash: proof?.hash ?? null,
      confirm_expires_at: proof?.until ?? null,
      confirm_tries: 0,
    })
    .where('id', '=', subscriber.id)
    .execute()
}
