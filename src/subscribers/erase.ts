import { sql } from 'kysely'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { lockSubscriber, type Subscriber } from './find.ts'
import { columnsOf, noWishes } from './preferences.ts'
import { noMessages } from './silent-words.ts'

/**
 * Forgets who the subscriber is: the address goes from everywhere, what remains is a keyed hash that keeps files and
 * imports from bringing it back. The rows of the delivery ledger stay, without a name.
 */
export async function eraseSubscriber(outer: Context, id: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const subscriber = await lockSubscriber(ctx, id)
    if (subscriber.state === 'erased' && subscriber.email === null && subscriber.target === null) return
    const now = ctx.now()
    await forgetTraces(ctx, subscriber)
    await ctx.db
      .updateTable('subscribers')
      .set({
        email: null,
        target: null,
        label: null,
        host: '',
        state: 'erased',
        reason: null,
        all_components: true,
        link_version: subscriber.link_version + 1,
        confirm_hash: null,
        confirm_expires_at: null,
        ...columnsOf(noWishes),
        digest_due_at: null,
        summary_due_at: null,
        labels: [],
        locked: false,
        code_hash: null,
        consent_at: null,
        consent_text: null,
        consent_ip_hash: null,
        managed_by: null,
        updated_at: now,
      })
      .where('id', '=', id)
      .execute()
    await ctx.db
      .insertInto('suppressions')
      .values({
        org_id: ctx.org,
        address_hash: subscriber.address_hash,
        reason: 'It was erased.',
        erased: true,
        created_at: now,
      })
      .onConflict((oc) => oc.columns(['org_id', 'address_hash']).doNothing())
      .execute()
    await record(ctx, { kind: 'subscriber.erased', subject: id, page: subscriber.page_id })
  })
}

/** The choice, mails that wait or were sent to the address, what servers said about it, and lines of files that wait. */
async function forgetTraces(ctx: Context, subscriber: Subscriber) {
  await ctx.db.deleteFrom('subscriber_components').where('subscriber_id', '=', subscriber.id).execute()
  await ctx.db
    .updateTable('deliveries')
    .set({ detail: null, host: '', reason: withoutWhy })
    .where('subscriber_id', '=', subscriber.id)
    .execute()
  // They are counted anew, without what servers said.
  await ctx.db
    .deleteFrom('told_numbers')
    .where('update_id', 'in', (eb) =>
      eb.selectFrom('deliveries').select('update_id').where('subscriber_id', '=', subscriber.id),
    )
    .execute()
  await ctx.db
    .deleteFrom('subscriber_import_lines')
    .where('address_hash', '=', subscriber.address_hash)
    .where('import_id', 'in', (eb) => eb.selectFrom('subscriber_imports').select('id').where('org_id', '=', ctx.org))
    .execute()
  await ctx.db
    .deleteFrom('replies')
    .where('org_id', '=', ctx.org)
    .where('from_hash', '=', subscriber.address_hash)
    .execute()
  if (subscriber.email)
    await ctx.db
      .deleteFrom('letters')
      .where('org_id', '=', ctx.org)
      .where('recipient', '=', subscriber.email)
      .where('kind', 'in', ['confirmation', 'digest'])
      .execute()
}

/** Why somebody was suppressed is what a server said, which names the address. */
const withoutWhy = sql<string>`case when starts_with(reason, ${`${noMessages}: `}) or starts_with(reason, 'suppressed: ')
  then ${noMessages}::text else reason end`
