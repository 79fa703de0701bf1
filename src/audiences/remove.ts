import { touchNamed } from '../access/touch.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { refuseManaged } from '../lib/managed.ts'
import { findAudience } from './find.ts'
import { usesOf } from './used-by.ts'

/** Removes an audience that nothing is limited to. Throws `Conflict` that says where it is used: without it, nobody could say who sees that. */
export async function removeAudience(outer: Context, id: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const audience = await findAudience(ctx, id)
    refuseManaged(ctx, `The audience "${audience.name}"`, audience)
    // From here on nobody can begin to use it: see readLimit.
    await ctx.db.selectFrom('audiences').select('id').where('id', '=', audience.id).forUpdate().execute()
    const uses = await usesOf(ctx, audience.id)
    if (uses.length > 0) {
      const named = uses.slice(0, 5).map(({ what, name }) => `the ${what} "${name}"`)
      const more = uses.length > 5 ? ` and ${uses.length - 5} more` : ''
      throw new Conflict(`The audience "${audience.name}" limits ${named.join(', ')}${more}. Change that first.`)
    }
    await ctx.db.deleteFrom('audiences').where('id', '=', audience.id).where('org_id', '=', ctx.org).execute()
    await record(ctx, {
      kind: 'audience.removed',
      subject: audience.id,
      page: audience.page_id,
      data: { key: audience.key, name: audience.name },
    })
    await touchNamed(ctx, audience.page_id)
  })
}
