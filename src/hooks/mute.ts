import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { type Mute, muteColumns } from '../lib/mute.ts'
import { findSource, type SourceRow } from './find.ts'

/** Silences a source for a time: what it reports is recorded, nothing is posted. Possible on a file's sources too. */
export async function muteSource(outer: Context, name: string, input: Mute): Promise<SourceRow> {
  return transaction(outer, async (ctx) => {
    const { id } = await findSource(ctx, name)
    const muted = await ctx.db
      .updateTable('sources')
      .set(muteColumns(ctx, input))
      .where('id', '=', id)
      .where('org_id', '=', ctx.org)
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(ctx, { kind: 'source.muted', subject: id, data: { key: muted.key, until: input.until } })
    return muted
  })
}
