import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { refuseManaged } from '../lib/managed.ts'
import { refuseWhileRulesUse } from '../rules/used-by.ts'
import { findMessage } from './find.ts'

/** Removes a message. Throws `Conflict` while a rule speaks with it. */
export async function removeMessage(outer: Context, name: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const message = await findMessage(ctx, name)
    refuseManaged(ctx, `The message "${message.key}"`, message)
    await refuseWhileRulesUse(ctx, `The message "${message.key}"`, 'message_id', message.id)
    await ctx.db.deleteFrom('messages').where('id', '=', message.id).where('org_id', '=', ctx.org).execute()
    await record(ctx, { kind: 'message.removed', subject: message.id, data: { key: message.key } })
  })
}
