import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'

const keptDays = 31

/** Forgets points that no chart shows any more. */
export async function forgetOldPoints(ctx: Context): Promise<void> {
  await sql`
    delete from metric_points using metrics as m
    where metric_id = m.id and m.org_id = ${ctx.org}
      and at < ${ctx.now()}::timestamptz - make_interval(days => ${keptDays})`.execute(ctx.db)
}
