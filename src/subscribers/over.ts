import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'

/** Why somebody is no subscriber any more who followed one incident. */
export const over = 'The incident that it followed is over.'

/** Ends the subscriptions to single incidents that are over, once their last message has left or will not. */
export async function endFollowers(outer: Context): Promise<number> {
  return transaction(outer, async (ctx) => {
    const ended = await ctx.db
      .updateTable('subscribers')
      .set({ state: 'unsubscribed', reason: over, only_incident: null, updated_at: ctx.now() })
      .where('org_id', '=', ctx.org)
      .where('state', '=', 'active')
      .where('only_incident', 'is not', null)
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('incidents as i')
            .select('i.id')
            .whereRef('i.id', '=', 'subscribers.only_incident')
            .where('i.resolved_at', 'is not', null),
        ),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('announcements as a')
              .select('a.id')
              .whereRef('a.incident_id', '=', 'subscribers.only_incident')
              .where('a.chosen_at', 'is', null),
          ),
        ),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('deliveries as d')
              .select('d.id')
              .whereRef('d.subscriber_id', '=', 'subscribers.id')
              .where('d.state', 'in', ['queued', 'sending']),
          ),
        ),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            // Posted, and not announced yet.
            selectFrom('incident_updates as u')
              .select('u.id')
              .whereRef('u.incident_id', '=', 'subscribers.only_incident')
              .where('u.notify', '=', true)
              .where(({ not, exists, selectFrom }) =>
                not(exists(selectFrom('announcements as a').select('a.id').whereRef('a.update_id', '=', 'u.id'))),
              ),
          ),
        ),
      )
      .returning(['id', 'page_id'])
      .execute()
    for (const { id, page_id } of ended)
      await record(ctx, { kind: 'subscriber.unsubscribed', subject: id, page: page_id, data: { over: true } })
    return ended.length
  })
}
