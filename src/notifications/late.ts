import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import type { Announcement } from './announce.ts'
import { overtaken } from './words.ts'

/**
 * Where a post, or what was wrong with one, is chosen only after a newer one, since the choice failed and came again: who has
 * heard the newer one, or is about to, does not hear this any more.
 */
export async function supersedeLate(
  ctx: Context,
  { id, incident_id, event_id, cursor }: Announcement,
  last: string,
): Promise<void> {
  await sql`
    update deliveries late set state = 'superseded', detail = ${overtaken}, updated_at = ${ctx.now()}
    from deliveries newer
      join announcements a on a.id = newer.announcement_id and a.kind = 'update'
      join incident_updates u on u.id = newer.update_id
    where exists (select 1 from announcements
        where incident_id = ${incident_id} and event_id > ${event_id} and kind = 'update' and silent_reason is null)
      and late.announcement_id = ${id} and late.subscriber_id > ${cursor} and late.subscriber_id <= ${last}
      and late.state = 'queued' and newer.subscriber_id = late.subscriber_id and newer.incident_id = ${incident_id}
      and newer.event_id > ${event_id}
      and (newer.state in ('sending', 'sent') or (newer.state = 'queued' and u.withdrawn_at is null)
        or (newer.state in ('queued', 'skipped') and ${mayHaveLeft(sql.ref('newer'))}))`.execute(ctx.db)
}

/** Of a delivery: it was tried, or held by a process that could not say what became of it. */
export const mayHaveLeft = (delivery: RawBuilder<unknown>) =>
  sql`(${delivery}.attempts > 0 or ${delivery}.together_with is not null)`
