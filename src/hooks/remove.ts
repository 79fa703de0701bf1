import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { refuseManaged } from '../lib/managed.ts'
import { findSource } from './find.ts'

/** Closes a way in: its address answers 404 from now on, and what arrived there leaves the inbox. Incidents stay. */
export async function removeSource(outer: Context, name: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const source = await findSource(ctx, name)
    refuseManaged(ctx, `The source "${source.name}"`, source)
    await ctx.db.deleteFrom('sources').where('id', '=', source.id).where('org_id', '=', ctx.org).execute()
    await record(ctx, { kind: 'source.removed', subject: source.id, data: { key: source.key, kind: source.kind } })
  })
}
