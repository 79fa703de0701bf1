import { type Context, transaction } from '../lib/context.ts'
import { nextEpoch } from './change.ts'
import { accessRow } from './find.ts'
import { touchAccess } from './touch.ts'

/**
 * Has servers know colleagues on a page on which nobody else signs in, so that these see what is for staff. For everybody
 * else it stays as open as it is; caches tell readers with cookies apart from then on.
 */
export async function admitStaff(outer: Context, page: string): Promise<void> {
  if (await accessRow(outer, page)) return
  await transaction(outer, async (ctx) => {
    const made = await ctx.db
      .insertInto('page_access')
      .values({
        page_id: page,
        org_id: ctx.org,
        settings: '{}',
        epoch: nextEpoch(undefined, ctx.now().getTime()),
        updated_at: ctx.now(),
      })
      .onConflict((conflict) => conflict.column('page_id').doNothing())
      .returning('page_id')
      .executeTakeFirst()
    if (made) await touchAccess(ctx, page)
  })
}
