import type { ClientBase } from 'pg'

/** How much of each would have gone out, and does not. */
export type Silenced = { deliveries: number; letters: number; drafts: number; watched: number; arrivals: number }

const reason = 'restored from a backup'

/**
 * Marks what was on its way when the backup was made: since then it may have gone out, so it must not go again. What
 * waits for a person still waits.
 */
export async function keepSilent(client: ClientBase, now: Date): Promise<Silenced> {
  const count = async (text: string, values: unknown[]) => (await client.query(text, values)).rowCount ?? 0
  const deliveries = await count(
    `update deliveries set state = 'skipped', reason = $1, claimed_by = null, updated_at = $2 where state in ('queued', 'sending')`,
    [reason, now],
  )
  await count('update announcements set chosen_at = $1, silent_reason = $2 where chosen_at is null', [now, reason])
  const letters = await count(
    `update letters set state = 'failed', detail = $1, claimed_by = null where state in ('queued', 'sending')`,
    [reason],
  )
  await count(
    `update alerts set outcome = 'cancelled', reason = $1 where draft_id in (select id from drafts where state = 'held')`,
    [reason],
  )
  await count('update alerts set unsaid_while = null where unsaid_while is not null', [])
  const drafts = await count(
    `update drafts set state = 'cancelled', reason = $1, decided_by = 'restore', decided_at = $2, updated_at = $2 where state = 'held'`,
    [reason, now],
  )
  // Readers who were signed out since stay signed out.
  await count('update page_access set epoch = greatest(epoch + 1, $1), version = version + 1', [now.getTime()])
  const watched = await count('update incidents set quiet_until = null where quiet_until is not null', [])
  const arrivals = await count(`update arrivals set state = 'refused', reason = $1 where state = 'received'`, [reason])
  return { deliveries, letters, drafts, watched, arrivals }
}
