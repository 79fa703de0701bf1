import { touchNamed } from '../access/touch.ts'
import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { fileOf, refuseManaged, takesOver } from '../lib/managed.ts'
import { findAudience } from './find.ts'
import { type AudienceRow, audienceSettings, type ChangeAudience, membersFrom } from './schema.ts'

/** Changes what it is given: what it is called, and who belongs. It holds for readers at once. */
export async function changeAudience(outer: Context, id: string, input: ChangeAudience): Promise<AudienceRow> {
  return transaction(outer, async (ctx) => {
    const { id: found } = await findAudience(ctx, id)
    await ctx.db.selectFrom('audiences').select('id').where('id', '=', found).forUpdate().execute()
    const audience = await findAudience(ctx, found)
    refuseManaged(ctx, `The audience "${audience.name}"`, audience)
    const before = audienceSettings(audience)
    const changes = changesBetween(before, input)
    if (isUnchanged(changes) && !takesOver(ctx, audience)) return audience
    const changed = await ctx.db
      .updateTable('audiences')
      .set({
        name: input.name,
        description: input.description,
        members: JSON.stringify(membersFrom({ ...before, ...input })),
        managed_by: fileOf(ctx),
        updated_at: ctx.now(),
      })
      .where('id', '=', audience.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(ctx, {
      kind: 'audience.changed',
      subject: audience.id,
      page: audience.page_id,
      data: { key: audience.key, changes: Object.keys(changes) },
    })
    await touchNamed(ctx, audience.page_id)
    return changed
  })
}
