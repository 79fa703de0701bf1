import { familyOf } from '../channels/family.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { wakeLane } from './lanes.ts'
import { type Delivery, findDelivery } from './ledger.ts'

const month = 30 * 86_400_000

/**
 * Sends a delivery that failed once more, from its first attempt on, with the id it had. Throws `Conflict` where it did not
 * fail, is older than 30 days, was stopped, or would tell a person old news after newer.
 */
export async function replayDelivery(outer: Context, id: string): Promise<Delivery> {
  return transaction(outer, async (ctx) => {
    const delivery = await findDelivery(ctx, id)
    const now = ctx.now()
    if (delivery.created_at.getTime() < now.getTime() - month) throw new Conflict('It is older than 30 days.')
    if (await isStopped(ctx, id)) throw new Conflict('Telling people of this post was stopped.')
    if (familyOf(delivery.channel) !== 'program' && (await hasNewer(ctx, delivery)))
      throw new Conflict('A newer post about the same incident has been sent there.')
    const again = await ctx.db
      .updateTable('deliveries')
      .set({
        state: 'queued',
        attempts: 0,
        next_attempt_at: null,
        not_before: now,
        // By itself, under its own id: it may have come.
        together_with: id,
        detail: `sent again by ${ctx.actor.name}`,
        updated_at: now,
      })
      .where('id', '=', id)
      .where('org_id', '=', ctx.org)
      .where('state', '=', 'failed')
      .returning(['page_id', 'channel', 'incident_id'])
      .executeTakeFirst()
    if (!again) throw new Conflict(`Only a delivery that failed can be sent again; this one is ${delivery.state}.`)
    await record(ctx, { kind: 'delivery.replayed', subject: id, page: again.page_id, incident: again.incident_id })
    await wakeLane(ctx, { name: 'first', page: again.page_id, channel: again.channel })
    return findDelivery(ctx, id)
  })
}

/** Of a post that somebody stopped nothing leaves any more, and would wait for ever. */
const isStopped = async (ctx: Context, id: string): Promise<boolean> => {
  const announcement = await ctx.db
    .selectFrom('deliveries as d')
    .innerJoin('announcements as a', 'a.id', 'd.announcement_id')
    .select('a.stopped_at')
    .where('d.id', '=', id)
    .forShare('a')
    .executeTakeFirst()
  return announcement?.stopped_at != null
}

const hasNewer = async (ctx: Context, { id, subscriber_id, incident_id }: Delivery): Promise<boolean> => {
  const newer = await ctx.db
    .selectFrom('deliveries as newer')
    .innerJoin('deliveries as d', 'd.incident_id', 'newer.incident_id')
    .select('newer.id')
    .where('d.id', '=', id)
    .where('newer.subscriber_id', '=', subscriber_id)
    .where('newer.incident_id', '=', incident_id)
    .whereRef('newer.event_id', '>', 'd.event_id')
    .where('newer.state', 'in', ['queued', 'sending', 'sent'])
    .limit(1)
    .executeTakeFirst()
  return newer !== undefined
}
