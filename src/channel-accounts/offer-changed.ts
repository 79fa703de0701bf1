import { record } from '../events/record.ts'
import type { Context } from '../lib/context.ts'
import { pagesOf } from '../pages/find.ts'

/** What readers can subscribe by depends on the accounts: every page is published anew. */
export async function offerChanged(ctx: Context): Promise<void> {
  for (const page of await pagesOf(ctx))
    await record(ctx, { kind: 'channels.offer_changed', subject: page.id, page: page.id })
}
