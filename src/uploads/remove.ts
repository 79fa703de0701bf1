import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { findPage } from '../pages/find.ts'
import { findUpload } from './find.ts'

/**
 * Takes a file away from a page. `usedAs` says what the page uses it for; throws `Conflict` where that is anything: a page
 * never shows a hole.
 */
export async function removeUpload(
  outer: Context,
  pageName: string,
  name: string,
  usedAs: (ctx: Context, pageId: string, file: string) => Promise<string[]>,
): Promise<void> {
  await transaction(outer, async (ctx) => {
    const page = await findPage(ctx, pageName)
    await ctx.db.selectFrom('pages').select('id').where('id', '=', page.id).forUpdate().executeTakeFirst()
    const file = await findUpload(ctx, page.id, name)
    const uses = await usedAs(ctx, page.id, file.name)
    if (uses.length > 0) throw new Conflict(`"${file.name}" is used as ${uses.join(', ')}. Choose another there first.`)
    await ctx.db.deleteFrom('uploads').where('id', '=', file.id).execute()
    const changes = { [`file ${file.name}`]: { from: file.hash, to: null } }
    await record(ctx, { kind: 'page.changed', subject: page.id, page: page.id, data: { changes } })
  })
}
