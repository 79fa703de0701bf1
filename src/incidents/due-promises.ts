import { sql } from 'kysely'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'

/** Finds incidents whose promised update has not come in time, each promise once. Answers their ids. */
export async function findDuePromises(outer: Context): Promise<string[]> {
  return transaction(outer, async (ctx) => {
    const due = await ctx.db
      .updateTable('incidents')
      .set({ promise_told_for: sql`next_update_at` })
      .where('org_id', '=', ctx.org)
      .where('resolved_at', 'is', null)
      .where('next_update_at', '<=', ctx.now())
      .where(sql<boolean>`promise_told_for is distinct from next_update_at`)
      .returning(['id', 'page_id', 'next_update_at'])
      .execute()
    for (const { id, page_id, next_update_at } of due)
      await record(ctx, {
        kind: 'promise.due',
        subject: id,
        page: page_id,
        incident: id,
        data: { promised: next_update_at },
      })
    return due.map((incident) => incident.id)
  })
}
