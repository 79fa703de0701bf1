import { sql } from 'kysely'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { addressHash, lockListener, lockSubscriber, type Subscriber, suppressionOf } from './find.ts'
import { quarantine, revive } from './quarantine.ts'
import { saidStop, stopped, stoppedBesides } from './stopped.ts'

/** Never again a mail to this address, on any page of the organization: it bounced, or its owner complained. */
export const suppress = (ctx: Context, input: { email: string; reason: string }): Promise<void> =>
  suppressDestination(ctx, {
    channel: 'email',
    hash: addressHash(ctx, input.email),
    reason: input.reason,
    said: reasonWithout(input),
  })

export type Suppression = {
  channel: string
  /** `destinationHash`. */
  hash: Buffer
  reason: string
  /** When what tells against it happened, where that is known. */
  at?: Date | null | undefined
  /** What the event and the list of the suppressed say, where the reason quotes the address: both are kept after it is erased. */
  said?: string
}

/**
 * Nothing goes to this destination any more, from any page of the organization. What happened before somebody said that it
 * works again counts no more: vendors repeat themselves.
 */
export async function suppressDestination(
  outer: Context,
  { channel, hash, reason, at, said }: Suppression,
): Promise<void> {
  await transaction(outer, async (ctx) => {
    const now = ctx.now()
    if (at && (await isLiftedSince(ctx, hash, at))) return
    const kept = said ?? reason
    const known = await suppressionOf(ctx, hash)
    // Whoever said STOP takes that back alone, whatever servers say later.
    const both = known && saidStop(known.reason) && !saidStop(kept) ? stoppedBesides(kept) : kept
    await ctx.db
      .insertInto('suppressions')
      .values({ org_id: ctx.org, address_hash: hash, reason: both, created_at: now })
      .onConflict((oc) => oc.columns(['org_id', 'address_hash']).doUpdateSet({ reason: both, erased: false }))
      .execute()
    const ended = await ctx.db
      .updateTable('subscribers')
      .set({ state: 'suppressed', reason, confirm_hash: null, confirm_expires_at: null, updated_at: now })
      .where('org_id', '=', ctx.org)
      .where('channel', '=', channel)
      .where('address_hash', '=', hash)
      .where('state', 'in', ['unconfirmed', 'active', 'quarantined'])
      .returning(['id', 'page_id'])
      .execute()
    for (const { id, page_id } of ended)
      await record(ctx, {
        kind: 'subscriber.suppressed',
        subject: id,
        page: page_id,
        data: { reason: said ?? reason },
      })
  })
}

async function isLiftedSince(ctx: Context, hash: Buffer, at: Date): Promise<boolean> {
  const { rows } = await sql`
    select from events e join subscribers s on s.id = e.subject_id
    where s.org_id = ${ctx.org} and s.address_hash = ${hash} and e.created_at >= ${at}
      and (e.kind = 'subscriber.revived' or e.kind = 'subscriber.changed' and e.data ->> 'lifted' = 'suppressed')
    limit 1`.execute(ctx.db)
  return rows.length > 0
}

/** A person of the organization knows that the address works again: it is as it was before. Throws `Conflict` where its owner said STOP. */
export async function liftSuppression(outer: Context, id: string): Promise<Subscriber> {
  return transaction(outer, async (ctx) => {
    const subscriber = await lockSubscriber(ctx, id)
    if (subscriber.state === 'quarantined') return revive(ctx, id)
    if (subscriber.state !== 'suppressed') throw new Conflict(`The subscriber is ${subscriber.state}.`)
    const suppression = await suppressionOf(ctx, subscriber.address_hash)
    if (suppression && saidStop(suppression.reason))
      throw new Conflict(`${stopped} They alone can take it back, with START.`)
    await ctx.db
      .deleteFrom('suppressions')
      .where('org_id', '=', ctx.org)
      .where('address_hash', '=', subscriber.address_hash)
      .execute()
    const lifted = await ctx.db
      .updateTable('subscribers')
      .set({
        state: subscriber.consent_at ? 'active' : 'unconfirmed',
        reason: null,
        soft_bounces: 0,
        updated_at: ctx.now(),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(ctx, {
      kind: 'subscriber.changed',
      subject: id,
      page: subscriber.page_id,
      data: { lifted: 'suppressed' },
    })
    return lifted
  })
}

const bouncesAllowed = 5
const bounceWindow = 14 * 86_400_000

/** A mail was refused for good, though the address may be fine. The fifth in 14 days suppresses it. */
export async function noteBounce(outer: Context, id: string, reason: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const subscriber = await lockListener(ctx, id)
    const now = ctx.now()
    const since = subscriber.soft_bounces_since
    const isRecent = since !== null && now.getTime() - since.getTime() < bounceWindow
    const count = isRecent ? subscriber.soft_bounces + 1 : 1
    await ctx.db
      .updateTable('subscribers')
      .set({ soft_bounces: count, soft_bounces_since: isRecent ? since : now })
      .where('id', '=', id)
      .execute()
    if (count < bouncesAllowed) return
    const { email } = subscriber
    const why = `${count} ${email === null ? 'messages' : 'mails'} were refused in 14 days, the last: ${reason}`
    if (email === null) await quarantine(ctx, { id, reason: why })
    else await suppress(ctx, { email, reason: why })
  })
}

/** Servers like to quote the address; events are kept after it is erased. */
const reasonWithout = ({ email, reason }: { email: string; reason: string }) => reason.replaceAll(email, 'the address')
