import { isDeepStrictEqual } from 'node:util'
import { keysNamed } from '../audiences/find.ts'
import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { refuseManaged } from '../lib/managed.ts'
import { findPage } from '../pages/find.ts'
import { contentOf } from './find.ts'
import { misfits } from './fitting.ts'
import { contentFor, withLimits } from './limited.ts'
import { type ChangeContent, type Content, changed } from './schema.ts'

/** Changes what a page holds. `name` is the page's id or slug. Throws `InvalidInput` where the parts do not fit together. */
export async function changeContent(outer: Context, name: string, input: ChangeContent): Promise<Content> {
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, name)
    refuseManaged(ctx, `What the page "${page.name}" holds`, page)
    // The page's row keeps two people from changing it at once.
    await ctx.db.selectFrom('pages').select('id').where('id', '=', page.id).forUpdate().executeTakeFirst()
    const before = await contentOf(ctx, page.id)
    const asked = changed(before, input)
    const problems = misfits(asked)
    if (problems.length > 0) throw new InvalidInput('The parts of the page do not fit together.', problems)
    const after = withLimits(asked, await keysNamed(ctx, page.id))
    const changes = changesBetween(before, after)
    if (isUnchanged(changes)) return after
    const row = { document: JSON.stringify(after), updated_at: ctx.now() }
    await ctx.db
      .insertInto('contents')
      .values({ page_id: page.id, org_id: ctx.org, ...row })
      .onConflict((conflict) => conflict.column('page_id').doUpdateSet(row))
      .execute()
    const forSome = isDeepStrictEqual(forEverybody(before), forEverybody(after))
    await record(ctx, { kind: 'page.changed', subject: page.id, page: page.id, forSome, data: { changes } })
    return after
  })
}

const forEverybody = (content: Content) => contentFor(content, (names) => names.includes('everyone'))
