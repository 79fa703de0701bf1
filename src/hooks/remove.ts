import { settleWithout } from '../alerts/without-source.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { refuseManaged } from '../lib/managed.ts'
import { findSource } from './find.ts'

/**
 * Closes a way in: its address answers 404 from now on, and what arrived there leaves the inbox. Drafts about its alerts
 * alone are cancelled; incidents stay, and a person is asked to end those that only it could have ended.
 */
export async function removeSource(outer: Context, name: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const source = await findSource(ctx, name)
    refuseManaged(ctx, `The source "${source.name}"`, source)
    // First the row, then the pages: an alert of it that is being decided on holds the row, and goes for its page.
    await ctx.db.selectFrom('sources').select('id').where('id', '=', source.id).forUpdate().execute()
    await settleWithout(ctx, source.id)
    await ctx.db.deleteFrom('sources').where('id', '=', source.id).where('org_id', '=', ctx.org).execute()
    await record(ctx, { kind: 'source.removed', subject: source.id, data: { key: source.key, kind: source.kind } })
  })
}
