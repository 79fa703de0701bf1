import type { Context } from '../lib/context.ts'
import { messagesOf } from '../messages/find.ts'
import { pagesOf } from '../pages/find.ts'

/** What the things are called that rules name by id: pages, components, messages. */
export async function namesForRules(ctx: Context): Promise<Map<string, string>> {
  const [pages, messages, components] = await Promise.all([
    pagesOf(ctx),
    messagesOf(ctx),
    ctx.db.selectFrom('components').select(['id', 'name']).where('org_id', '=', ctx.org).execute(),
  ])
  return new Map([
    ...pages.map(({ id, name }) => [id, name] as const),
    ...messages.map(({ id, key }) => [id, key] as const),
    ...components.map(({ id, name }) => [id, name] as const),
  ])
}
