import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { refuseManaged } from '../lib/managed.ts'
import { findPage } from '../pages/find.ts'
import { offerOf } from './find.ts'
import { type ChangeOffer, changedOffer, type Offer } from './schema.ts'

/** Changes what readers of a page can subscribe by. Those who subscribed by a channel that is not offered any more stay. */
export async function changeOffer(outer: Context, name: string, input: ChangeOffer): Promise<Offer> {
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, name)
    refuseManaged(ctx, `What the page "${page.name}" offers`, page)
    await ctx.db.selectFrom('pages').select('id').where('id', '=', page.id).forUpdate().executeTakeFirst()
    const before = await offerOf(ctx, page.id)
    const after = changedOffer(before, input)
    const changes = changesBetween(before, after)
    if (isUnchanged(changes)) return after
    const row = { offered: after.channels, countries: after.countries, updated_at: ctx.now() }
    await ctx.db
      .insertInto('page_channels')
      .values({ page_id: page.id, org_id: ctx.org, ...row })
      .onConflict((conflict) => conflict.column('page_id').doUpdateSet(row))
      .execute()
    await record(ctx, { kind: 'page.changed', subject: page.id, page: page.id, data: { changes } })
    return after
  })
}
