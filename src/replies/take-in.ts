import type { Heard } from '../channels/channel.ts'
import { type Context, transaction } from '../lib/context.ts'
import type { Account } from './account.ts'
import { takeReply } from './reply.ts'
import { noteDelivered, noteFailed, noteReturned } from './returned.ts'

/** Does what follows from what was heard, all of it or nothing. */
export async function takeIn(outer: Context, account: Account, heard: readonly Heard[]): Promise<void> {
  if (heard.length === 0) return
  await transaction(outer, async (ctx) => {
    for (const one of heard) {
      if (one.heard === 'reply') await takeReply(ctx, account, one)
      else if (one.heard === 'delivered') await noteDelivered(ctx, account, one.receipt)
      else if (one.heard === 'failed') await noteFailed(ctx, one)
      else await noteReturned(ctx, account, one)
    }
  })
}
