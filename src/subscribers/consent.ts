import type { Context } from '../lib/context.ts'
import { findPage } from '../pages/find.ts'
import { choiceInWords, choiceOf } from './choice.ts'
import type { Subscriber } from './find.ts'

/** What a destination agreed to, kept as proof. */
export async function consentOf(ctx: Context, subscriber: Subscriber): Promise<string> {
  const page = await findPage(ctx, subscriber.page_id)
  const what = await choiceInWords(ctx, page.id, await choiceOf(ctx, subscriber))
  return `Send messages about the status of ${page.name} to ${subscriber.label ?? 'this place'}, about ${what}. They can be stopped at any time.`
}
