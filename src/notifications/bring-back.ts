import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import type { Facts } from './facts.ts'
import { mayHaveLeft } from './late.ts'

/**
 * A post that does not leave after all takes no other's place, be it taken back or not for this reader any more: the newest
 * that it had replaced for them is looked at again, and what had been said since of what was wrong with others. Where it may
 * have arrived, or something newer is there, nothing comes back.
 */
export async function bringBack(ctx: Context, facts: Facts): Promise<void> {
  const hasLeft = facts.attempts > 0 || facts.together_with !== null
  // To who has left nothing else would leave either.
  if (facts.kind !== 'update' || facts.state !== 'active' || hasLeft) return
  const { delivery, subscriber, incident, event_id } = facts
  await sql`
    with replaced as (
      select older.id, older.event_id, a.kind from deliveries older
        join announcements a on a.id = older.announcement_id and a.stopped_at is null
        join incident_updates u on u.id = older.update_id and (u.withdrawn_at is null or a.kind = 'withdrawal')
      where older.subscriber_id = ${subscriber} and older.incident_id = ${incident} and older.event_id < ${event_id}
        and older.state = 'superseded' and not exists (
          select 1 from deliveries newer
          where newer.subscriber_id = older.subscriber_id and newer.incident_id = older.incident_id
            and newer.event_id > older.event_id and newer.id <> ${delivery}
            and (newer.state in ('queued', 'sending', 'sent') or ${mayHaveLeft(sql.ref('newer'))}))
    )
    update deliveries set state = 'queued', detail = null, updated_at = ${ctx.now()}
    where state = 'superseded' and id in (
      select id from replaced
      where event_id >= coalesce((select max(event_id) from replaced where kind = 'update'), 0))`.execute(ctx.db)
}
