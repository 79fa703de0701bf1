import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { findSubscriber, lockSubscriber, type Subscriber } from './find.ts'

/** Nothing goes to a destination any more that refused us for good or failed too often; until somebody brings it back. */
export async function quarantine(outer: Context, input: { id: string; reason: string }): Promise<void> {
  await transaction(outer, async (ctx) => {
    const ended = await ctx.db
      .updateTable('subscribers')
      .set({ state: 'quarantined', reason: input.reason, updated_at: ctx.now() })
      .where('org_id', '=', ctx.org)
      .where('id', '=', input.id)
      .where('state', '=', 'active')
      .returning(['id', 'page_id'])
      .executeTakeFirst()
    if (ended)
      await record(ctx, {
        kind: 'subscriber.quarantined',
        subject: ended.id,
        page: ended.page_id,
        data: { reason: input.reason },
      })
  })
}

/** Its owner or an operator knows that the destination works again. Throws `Conflict` where it is not quarantined. */
export async function revive(outer: Context, id: string): Promise<Subscriber> {
  return transaction(outer, async (ctx) => {
    const subscriber = await lockSubscriber(ctx, id)
    if (subscriber.state !== 'quarantined') throw new Conflict(`The subscriber is ${subscriber.state}.`)
    await ctx.db
      .updateTable('subscribers')
      .set({ state: 'active', reason: null, soft_bounces: 0, soft_bounces_since: null, updated_at: ctx.now() })
      .where('id', '=', id)
      .execute()
    await record(ctx, { kind: 'subscriber.revived', subject: id, page: subscriber.page_id })
    return findSubscriber(ctx, id)
  })
}
