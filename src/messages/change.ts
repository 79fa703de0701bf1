import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { fileOf, refuseManaged, takesOver } from '../lib/managed.ts'
import { unlessTaken } from '../lib/taken.ts'
import type { Message } from '../rules/find.ts'
import { findMessage, messageSettings } from './find.ts'
import { completeShorts, completeTexts, promiseIn, refuseStrangers } from './other-words.ts'
import type { ChangeMessage } from './schema.ts'

/** Changes what it is given. Refuses a promise that a rule which uses the message does not make. */
export async function changeMessage(outer: Context, name: string, input: ChangeMessage): Promise<Message> {
  return transaction(outer, async (ctx) => {
    const message = await findMessage(ctx, name)
    const translations = input.translations === null ? {} : input.translations
    refuseManaged(ctx, `The message "${message.key}"`, message)
    const short = input.short === undefined ? undefined : completeShorts(input.short)
    const texts = input.texts === undefined ? undefined : completeTexts(input.texts)
    const changes = changesBetween(messageSettings(message), { ...input, translations, short, texts })
    if (isUnchanged(changes) && !takesOver(ctx, message)) return message
    await refuseStrangers(ctx, input.texts)
    if (ctx.actor.kind !== 'file') await refusePromise(ctx, message, input)
    const changed = await unlessTaken(
      `There is already a message with the key "${input.key}".`,
      ctx.db
        .updateTable('messages')
        .set({
          ...input,
          translations: translations && JSON.stringify(translations),
          short: short && JSON.stringify(short),
          texts: texts && JSON.stringify(texts),
          managed_by: fileOf(ctx),
          updated_at: ctx.now(),
        })
        .where('id', '=', message.id)
        .where('org_id', '=', ctx.org)
        .returningAll()
        .executeTakeFirstOrThrow(),
    )
    await record(ctx, { kind: 'message.changed', subject: message.id, data: { key: changed.key, changes } })
    return changed
  })
}

/** A file is checked as a whole before it is applied; its rules may change after its messages. */
async function refusePromise(ctx: Context, message: Message, input: ChangeMessage) {
  const promising = promiseIn(input)
  if (promising === null) return
  const rule = await ctx.db
    .selectFrom('rules')
    .select('name')
    .where('org_id', '=', ctx.org)
    .where('message_id', '=', message.id)
    .where('next_update_every', 'is', null)
    .where('mode', '<>', 'record')
    .executeTakeFirst()
  if (rule)
    throw new InvalidInput('The text promises a next update that a rule does not give.', [
      {
        pointer: promising,
        detail: `expected no {{nextUpdateAt}}: the rule "${rule.name}" has no nextUpdateEvery`,
      },
    ])
}
