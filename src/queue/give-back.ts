import { sql } from 'kysely'
import type { Db } from '../lib/context.ts'

/**
 * Frees the jobs of workers that are no more. A job that was asked for anew while it ran has a row of its own for that, and
 * the queue never runs the first row again: it would stay for ever.
 */
export async function giveBack(db: Db, workers: readonly string[]): Promise<void> {
  await sql`
    delete from graphile_worker._private_jobs
    where locked_by = any(${workers}::text[]) and key is null and attempts >= max_attempts
      and (last_error is null or updated_at > locked_at)`.execute(db)
  await sql`select graphile_worker.force_unlock_workers(${workers}::text[])`.execute(db)
}
