import { releaseAll } from '../domains/owner.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { refuseManaged } from '../lib/managed.ts'
import { refuseWhileRulesUse } from '../rules/used-by.ts'
import { findPage } from './find.ts'

/** Removes a page with all that belongs to it: components, incidents, subscribers. Refused while a rule posts on it. */
export async function removePage(outer: Context, name: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const page = await findPage(ctx, name)
    refuseManaged(ctx, `The page "${page.name}"`, page)
    await refuseWhileRulesUse(ctx, `The page "${page.name}"`, 'page_id', page.id)
    // Before the row goes: publishers hear of it by the same way as of a change.
    await record(ctx, {
      kind: 'page.removed',
      subject: page.id,
      page: page.id,
      data: { slug: page.slug, name: page.name },
    })
    await releaseAll(ctx, page.id)
    await ctx.db.deleteFrom('pages').where('id', '=', page.id).where('org_id', '=', ctx.org).execute()
  })
}
