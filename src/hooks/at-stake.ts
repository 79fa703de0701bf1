import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'

/** What goes with a source when it is removed, in numbers. */
export async function sourceAtStake(
  ctx: Context,
  source: string,
): Promise<{ arrivals: number; alerts: number; firing: number }> {
  const { rows } = await sql<{ arrivals: number; alerts: number; firing: number }>`
    select (select count(*)::int from arrivals where org_id = ${ctx.org} and source_id = ${source}) as arrivals,
      count(*)::int as alerts, count(*) filter (where open)::int as firing
    from alerts where org_id = ${ctx.org} and source_id = ${source}`.execute(ctx.db)
  return rows[0] ?? { arrivals: 0, alerts: 0, firing: 0 }
}

/** A key that no source has yet: the kind, or the kind with a number. */
export function freeKey(kind: string, taken: readonly string[]): string {
  const keys = [kind, ...Array.from({ length: taken.length + 1 }, (_, i) => `${kind}-${i + 2}`)]
  return keys.find((key) => !taken.includes(key))!
}
