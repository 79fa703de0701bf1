import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { type Cursor, olderThan } from '../web/paging.ts'
import type { Filter } from './filter.ts'

/** So many rows are read in some tens of milliseconds. */
const most = 10_000

export type Few = { count: number; ids: string[] }

/**
 * How many match, and the newest of them, where they are few; null: they are many. How frequent a label is the planner does
 * not know of rare ones: it would look for the newest of forty among a million. So those are found by the index of labels
 * first, which knows no order.
 */
export async function fewMatching(
  ctx: Context,
  condition: RawBuilder<boolean>,
  { limit, cursor }: { limit: number; cursor?: Cursor | undefined } = { limit: 0 },
): Promise<Few | null> {
  const { rows } = await sql<Few>`
    with every as materialized (select id, created_at from subscribers where ${condition} and ${olderThan(cursor)}),
      few as materialized (select * from every limit ${most + 1})
    select (select count(*) from few) as count,
      array(select id from few order by created_at desc, id desc limit ${limit}) as ids`.execute(ctx.db)
  const [found] = rows
  return found && found.count <= most ? found : null
}

/** Whether nobody but the data knows how rare it is. */
export const mayBeFew = ({ label }: Filter): boolean => Boolean(label)
