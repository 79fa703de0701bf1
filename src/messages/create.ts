import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { fileOf } from '../lib/managed.ts'
import { unlessTaken } from '../lib/taken.ts'
import type { Message } from '../rules/find.ts'
import { completeShorts, completeTexts, refuseStrangers } from './other-words.ts'
import type { NewMessage } from './schema.ts'

/** Makes the texts that rules speak with. Throws `Conflict` where the key is taken. */
export async function createMessage(outer: Context, input: NewMessage): Promise<Message> {
  return transaction(outer, async (ctx) => {
    await refuseStrangers(ctx, input.texts)
    const now = ctx.now()
    const message = await unlessTaken(
      `There is already a message with the key "${input.key}".`,
      ctx.db
        .insertInto('messages')
        .values({
          id: newId(ctx),
          org_id: ctx.org,
          key: input.key,
          title: input.title,
          investigating: input.investigating,
          identified: input.identified ?? null,
          monitoring: input.monitoring ?? null,
          resolved: input.resolved ?? null,
          translations: JSON.stringify(input.translations ?? {}),
          short: JSON.stringify(completeShorts(input.short)),
          texts: JSON.stringify(completeTexts(input.texts)),
          managed_by: fileOf(ctx),
          created_at: now,
          updated_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow(),
    )
    await record(ctx, { kind: 'message.created', subject: message.id, data: { key: message.key } })
    return message
  })
}
