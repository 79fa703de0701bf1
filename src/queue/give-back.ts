import { sql } from 'kysely'
import type { Db } from '../lib/context.ts'

/** Frees the jobs of workers that are no more. */
export async function giveBack(db: Db, workers: readonly string[]): Promise<void> {
  await sql`select graphile_worker.force_unlock_workers(${workers}::text[])`.execute(db)
  await removeReplaced(db)
}

/**
 * A job that was asked for anew while it ran has a row of its own for that. The first row lost its key, which every job of ours
 * begins with, and never runs again: where that run failed, or nobody wrote its end, it would stay for ever.
 */
export async function removeReplaced(db: Db): Promise<void> {
  await sql`
    delete from graphile_worker._private_jobs
    where key is null and locked_at is null and attempts >= max_attempts`.execute(db)
}
