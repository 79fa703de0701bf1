import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { refuseManaged } from '../lib/managed.ts'
import { findPage } from '../pages/find.ts'
import { findWorldChannel } from './find.ts'

/** Nothing more is posted there, also not what waits. Its keys are forgotten; what was posted stays in the ledger. */
export async function removeWorldChannel(outer: Context, page: string, name: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const { id: pageId } = await findPage(ctx, page)
    const one = await findWorldChannel(ctx, pageId, name)
    refuseManaged(ctx, `The channel "${one.label ?? one.key}"`, one)
    await ctx.db
      .updateTable('subscribers')
      .set({ state: 'erased', reason: null, target: null, key: null, managed_by: null, updated_at: ctx.now() })
      .where('id', '=', one.id)
      .where('org_id', '=', ctx.org)
      .execute()
    await record(ctx, {
      kind: 'world_channel.removed',
      subject: one.id,
      page: pageId,
      data: { key: one.key, channel: one.channel },
    })
  })
}
