import { sql } from 'kysely'

/**
 * A delivery that this process is about to send. `message`: the id of the one that may have been sent with it already; null:
 * none was.
 */
export type Claimed = { id: string; event: number; announcement: string; subscriber: string; message: string | null }

/** The same, of `deliveries`. */
export const columns = sql`deliveries.id, deliveries.event_id as event, deliveries.announcement_id as announcement,
  deliveries.subscriber_id as subscriber, deliveries.together_with as message`
