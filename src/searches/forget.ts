import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { keptDays } from './list.ts'

/** Forgets what was searched for longer ago than is kept. */
export async function forgetOldSearches(ctx: Pick<Context, 'db' | 'now'>) {
  await sql`delete from missed_searches where day < ${ctx.now()}::timestamptz - make_interval(days => ${keptDays})`.execute(
    ctx.db,
  )
}
