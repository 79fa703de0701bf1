import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import type { Message } from '../rules/find.ts'
import { shortsIn, textsIn } from './other-words.ts'
import type { MessageTranslations } from './schema.ts'

export const messagesOf = (ctx: Context): Promise<Message[]> =>
  ctx.db.selectFrom('messages').selectAll().where('org_id', '=', ctx.org).orderBy('key').execute()

/** A message, named by its id or its key. */
export async function findMessage(ctx: Context, name: string): Promise<Message> {
  const rows = await ctx.db
    .selectFrom('messages')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where((eb) => eb.or([eb('id', '=', name), eb('key', '=', name)]))
    .execute()
  const message = rows.find((row) => row.id === name) ?? rows[0]
  if (!message) throw new NotFound('message')
  return message
}

/** What a person or a file sets on a message. */
export const messageSettings = (message: Message) => ({
  key: message.key,
  title: message.title,
  investigating: message.investigating,
  identified: message.identified,
  monitoring: message.monitoring,
  resolved: message.resolved,
  translations: message.translations as MessageTranslations,
  short: shortsIn(message.short),
  texts: textsIn(message.texts),
})
