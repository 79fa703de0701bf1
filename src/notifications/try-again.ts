import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import type { Facts } from './facts.ts'
import { nextAttempt } from './schedule.ts'

/**
 * When to try again; null: it is given up. Of a post that was paused the time counts from when it was resumed, which is asked
 * only where it would be given up.
 */
export async function tryAgainAt(ctx: Context, facts: Facts, retryAfter = 0): Promise<Date | null> {
  const at = nextAttempt(ctx, facts, retryAfter)
  if (at) return at
  const resumed = await resumedAt(ctx, facts.update)
  const due = facts.not_before ?? facts.created_at
  return resumed && resumed > due ? nextAttempt(ctx, { ...facts, not_before: resumed }, retryAfter) : null
}

async function resumedAt(ctx: Context, update: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(created_at) as at from events where subject_id = ${update} and kind = 'telling.resumed'`.execute(ctx.db)
  return rows[0]?.at ?? null
}
