import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { type Incident, lockIncident } from './find.ts'

/** Ends a notice, which has no phase that would: the page keeps it in its past. Tells nobody. */
export async function closeNotice(outer: Context, id: string): Promise<Incident> {
  return transaction(outer, async (ctx) => {
    const notice = await lockIncident(ctx, id)
    if (notice.kind !== 'notice') throw new Conflict('Only a notice is closed. Post an update that ends the rest.')
    if (notice.resolved_at) return notice
    const now = ctx.now()
    const closed = await ctx.db
      .updateTable('incidents')
      .set((eb) => ({ resolved_at: now, next_update_at: null, updated_at: now, revision: eb('revision', '+', 1) }))
      .where('id', '=', id)
      .where('org_id', '=', ctx.org)
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(ctx, {
      kind: 'incident.changed',
      subject: id,
      page: notice.page_id,
      incident: id,
      data: { closed: true },
    })
    return closed
  })
}
