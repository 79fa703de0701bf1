import type { Heard } from '../channels/channel.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { destinationHash } from '../subscribers/find.ts'
import { noteBounce, suppressDestination } from '../subscribers/suppress.ts'
import { type Account, findAccount } from './account.ts'

/** It is not only handed over, it has arrived. */
export async function noteDelivered(ctx: Context, { channel }: Account, receipt: string): Promise<void> {
  await ctx.db
    .updateTable('deliveries')
    .set({ detail: `It has arrived, says ${channel.name}.`, updated_at: ctx.now() })
    .where('org_id', '=', ctx.org)
    .where('receipt', '=', receipt)
    .where('state', '=', 'sent')
    .execute()
}

/** It did not arrive; the address keeps its good name. */
export async function noteFailed(
  ctx: Context,
  { receipt, reason }: { receipt: string; reason: string },
): Promise<void> {
  await markFailed(ctx, receipt, reason.slice(0, 300))
}

type Returned = Extract<Heard, { heard: 'bounce' | 'complaint' }>

/**
 * A message came back, or its reader complained. Its delivery has failed; for good, or after a complaint, nothing goes to that
 * destination any more. A vendor may be quicker than our own ledger: a receipt that nobody knows is looked for once more, a minute later.
 */
export async function noteReturned(ctx: Context, account: Account, returned: Returned, isLate = false): Promise<void> {
  const { channel } = account
  const reason =
    `${returned.heard === 'complaint' ? 'The reader complained' : 'It came back'}: ${returned.reason}`.slice(0, 300)
  const isForGood = returned.hard || returned.heard === 'complaint'
  if ('identity' in returned.for) {
    const hash = destinationHash(ctx, channel.medium, returned.for.identity)
    if (isForGood)
      await suppressDestination(ctx, {
        channel: channel.medium,
        hash,
        reason,
        at: returned.at,
        said: reason.replaceAll(returned.for.identity, 'the address'),
      })
    // For now, and of no delivery that we know: a repeat could not be told from a second one.
    return
  }
  const delivery = await markFailed(ctx, returned.for.receipt, reason)
  if (!delivery && !isLate) return hearLater(ctx, account, returned, returned.for.receipt)
  if (!delivery) return
  if (!isForGood) return delivery.isNews ? noteBounce(ctx, delivery.subscriber_id, reason) : undefined
  const { channel: medium, address_hash: hash } = await ctx.db
    .selectFrom('subscribers')
    .select(['channel', 'address_hash'])
    .where('id', '=', delivery.subscriber_id)
    .executeTakeFirstOrThrow()
  await suppressDestination(ctx, { channel: medium, hash, reason, at: returned.at ?? delivery.sent_at })
}

/** The delivery with this receipt, which has failed now; `isNews` only to the first report of it. */
async function markFailed(ctx: Context, receipt: string, reason: string) {
  const failed = await ctx.db
    .updateTable('deliveries')
    .set({ state: 'failed', detail: reason, updated_at: ctx.now() })
    .where('org_id', '=', ctx.org)
    .where('receipt', '=', receipt)
    .where('state', '=', 'sent')
    .returning(['subscriber_id', 'sent_at'])
    .executeTakeFirst()
  if (failed) return { ...failed, isNews: true }
  const known = await ctx.db
    .selectFrom('deliveries')
    .select(['subscriber_id', 'sent_at'])
    .where('org_id', '=', ctx.org)
    .where('receipt', '=', receipt)
    .where('state', '=', 'failed')
    .executeTakeFirst()
  return known && { ...known, isNews: false }
}

export const returnedLateJob = defineJob(
  'returned-late',
  z.object({
    account: z.string(),
    heard: z.enum(['bounce', 'complaint']),
    receipt: z.string(),
    hard: z.boolean(),
    reason: z.string(),
    at: z.iso.datetime().optional(),
  }),
)

const hearLater = (ctx: Context, { id: account }: Account, { heard, hard, reason, at }: Returned, receipt: string) =>
  enqueue(
    ctx,
    returnedLateJob,
    { account, heard, receipt, hard, reason, at: at?.toISOString() },
    { at: new Date(ctx.now().getTime() + 60_000), key: `returned:${account}:${receipt}` },
  )

export async function noteReturnedLate(ctx: Context, input: z.output<typeof returnedLateJob.input>): Promise<void> {
  const account = await findAccount(ctx, input.account)
  const { heard, receipt, hard, reason } = input
  const at = input.at === undefined ? {} : { at: new Date(input.at) }
  if (account) await noteReturned(ctx, account, { heard, for: { receipt }, hard, reason, ...at }, true)
}
