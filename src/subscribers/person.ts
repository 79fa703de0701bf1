import { sql } from 'kysely'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { eraseSubscriber } from './erase.ts'
import { findSubscriber, type Subscriber } from './find.ts'
import { subscriberShapes } from './shape.ts'

/** In one answer, of each: more is read over the lists of the API. */
const most = 10_000

/**
 * All that is known about whoever has this destination: its subscriptions on every page, with what they agreed to; what
 * they were told; what happened to them; what they answered. Mail addresses of one mailbox are one person.
 */
export async function personOf(outer: Context, id: string) {
  return transaction(outer, async (ctx) => {
    const rows = await sameMailbox(ctx, id)
    const ids = rows.map((row) => row.id)
    const shapes = await subscriberShapes(ctx, rows)
    const answer = {
      at: ctx.now().toISOString(),
      subscriptions: rows.map((row, i) => ({
        ...shapes[i],
        channel: row.channel,
        label: row.label,
        consent: {
          at: row.consent_at,
          text: row.consent_text,
          addressHash: row.consent_ip_hash?.toString('hex') ?? null,
        },
        askedAt: row.confirm_sent_at,
        refusedMessages: row.soft_bounces,
      })),
      deliveries: await ctx.db
        .selectFrom('deliveries')
        .select([
          'id',
          'subscriber_id',
          'update_id',
          'channel',
          'state',
          'reason',
          'detail',
          'attempts',
          'sent_at',
          'created_at',
        ])
        .where('org_id', '=', ctx.org)
        .where('subscriber_id', '=', sql<string>`any(${ids}::text[])`)
        .orderBy('created_at', 'desc')
        .limit(most)
        .execute(),
      events: await ctx.db
        .selectFrom('events')
        .select(['id', 'kind', 'subject_id', 'actor_kind', 'actor_name', 'data', 'created_at'])
        .where('org_id', '=', ctx.org)
        .where('subject_id', '=', sql<string>`any(${ids}::text[])`)
        .orderBy('id', 'desc')
        .limit(most)
        .execute(),
      replies: await ctx.db
        .selectFrom('replies')
        .select(['channel', 'body', 'keyword', 'created_at'])
        .where('org_id', '=', ctx.org)
        .where('from_hash', '=', sql<Buffer>`any(${rows.map((row) => row.address_hash)}::bytea[])`)
        .orderBy('created_at', 'desc')
        .limit(most)
        .execute(),
    }
    for (const { id, page_id } of rows) await record(ctx, { kind: 'subscriber.exported', subject: id, page: page_id })
    return answer
  })
}

/** Forgets whoever has this destination, on every page. How many subscriptions that were. */
export async function erasePerson(outer: Context, id: string): Promise<number> {
  return transaction(outer, async (ctx) => {
    const rows = await sameMailbox(ctx, id)
    for (const row of rows) await eraseSubscriber(ctx, row.id)
    return rows.length
  })
}

/** Every subscription of the mailbox, or of the destination on another channel; the one that was named among them. */
export async function sameMailbox(ctx: Context, id: string): Promise<Subscriber[]> {
  const { mailbox_hash } = await findSubscriber(ctx, id)
  return ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('world', '=', false)
    .where('mailbox_hash', '=', mailbox_hash)
    .orderBy('id')
    .execute()
}
