import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { refuseManaged } from '../lib/managed.ts'
import { findPage } from '../pages/find.ts'
import { appearanceOf } from './find.ts'
import { unreadable } from './readable.ts'
import { type Appearance, type ChangeAppearance, changed, flat } from './schema.ts'

/**
 * Changes how a page looks. `name` is the page's id or slug. Throws `InvalidInput` where a colour could not be read,
 * with the nearest that can.
 */
export async function changeAppearance(outer: Context, name: string, input: ChangeAppearance): Promise<Appearance> {
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, name)
    refuseManaged(ctx, `How the page "${page.name}" looks`, page)
    // The page's row keeps two people from changing it at once.
    await ctx.db.selectFrom('pages').select('id').where('id', '=', page.id).forUpdate().executeTakeFirst()
    const before = await appearanceOf(ctx, page.id)
    const after = changed(before, input)
    const problems = unreadable(after)
    if (problems.length > 0) throw new InvalidInput('A colour cannot be read on this page.', problems)
    const changes = changesBetween(flat(before), flat(after))
    if (isUnchanged(changes)) return after
    const row = { settings: JSON.stringify(after), updated_at: ctx.now() }
    await ctx.db
      .insertInto('appearances')
      .values({ page_id: page.id, org_id: ctx.org, ...row })
      .onConflict((conflict) => conflict.column('page_id').doUpdateSet(row))
      .execute()
    await record(ctx, { kind: 'page.changed', subject: page.id, page: page.id, data: { changes } })
    return after
  })
}
