import { record } from '../events/record.ts'
import type { Context } from '../lib/context.ts'
import type { Subscriber } from './find.ts'
import { ipHash } from './find.ts'

/** Who may still say yes. */
export const waitingStates = ['unconfirmed', 'unsubscribed', 'quarantined', 'erased'] as const

/**
 * A destination has shown that it wants to hear: from now on it is told. Inside a transaction. Null where meanwhile it is
 * one that says nothing any more.
 */
export async function agree(
  ctx: Context,
  subscriber: Subscriber,
  { text, ip }: { text: string; ip: string | null },
): Promise<Subscriber | null> {
  const now = ctx.now()
  const agreed = await ctx.db
    .updateTable('subscribers')
    .set({
      state: 'active',
      reason: null,
      confirm_hash: null,
      confirm_expires_at: null,
      confirm_tries: 0,
      consent_at: now,
      consent_text: text,
      consent_ip_hash: ip === null ? null : ipHash(ctx, ip),
      soft_bounces: 0,
      updated_at: now,
    })
    .where('id', '=', subscriber.id)
    .where('confirm_hash', 'is not distinct from', subscriber.confirm_hash)
    .where('state', 'in', waitingStates)
    .returningAll()
    .executeTakeFirst()
  if (!agreed) return null
  await ctx.db
    .deleteFrom('suppressions')
    .where('org_id', '=', ctx.org)
    .where('address_hash', '=', agreed.address_hash)
    .where('erased', '=', true)
    .execute()
  await record(ctx, { kind: 'subscriber.confirmed', subject: agreed.id, page: agreed.page_id })
  return agreed
}
