import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput, type Problem } from '../lib/errors.ts'
import { refuseManaged } from '../lib/managed.ts'
import { findPage } from '../pages/find.ts'
import { uploadsOf } from '../uploads/find.ts'
import { appearanceOf } from './find.ts'
import { fit } from './fit.ts'
import { unreadable } from './readable.ts'
import { type Appearance, type ChangeAppearance, changed, flat } from './schema.ts'

/** `drop`: what cannot be published of CSS and HTML is taken out of them; else all is refused, and nothing is kept. */
export type ChangeOptions = { drop?: boolean }

/**
 * Changes how a page looks. `name` is the page's id or slug. Throws `InvalidInput` where a colour could not be read, with
 * the nearest that can, where a file is missing, and where CSS or HTML holds what no page may.
 */
export async function changeAppearance(
  outer: Context,
  name: string,
  input: ChangeAppearance,
  { drop = false }: ChangeOptions = {},
): Promise<{ appearance: Appearance; dropped: Problem[] }> {
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, name)
    refuseManaged(ctx, `How the page "${page.name}" looks`, page)
    // The page's row keeps two people from changing it at once.
    await ctx.db.selectFrom('pages').select('id').where('id', '=', page.id).forUpdate().executeTakeFirst()
    const before = await appearanceOf(ctx, page.id)
    const wanted = await fit(changed(before, input), await uploadsOf(ctx, page.id), drop)
    const { appearance: after, dropped } = wanted
    const problems = [...unreadable(after), ...wanted.problems]
    if (problems.length > 0) throw new InvalidInput('The page cannot look like this.', problems)
    const changes = changesBetween(flat(before), flat(after))
    if (isUnchanged(changes)) return { appearance: after, dropped }
    const row = { settings: JSON.stringify(after), css: wanted.css, updated_at: ctx.now() }
    await ctx.db
      .insertInto('appearances')
      .values({ page_id: page.id, org_id: ctx.org, ...row })
      .onConflict((conflict) => conflict.column('page_id').doUpdateSet(row))
      .execute()
    await record(ctx, { kind: 'page.changed', subject: page.id, page: page.id, data: { changes } })
    return { appearance: after, dropped }
  })
}
