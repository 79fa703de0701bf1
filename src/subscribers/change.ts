import { isDeepStrictEqual } from 'node:util'
import { audiencesOf } from '../audiences/find.ts'
import type { Rights } from '../audiences/rights.ts'
import { rightsByMail } from '../audiences/told.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict, NotFound } from '../lib/errors.ts'
import { refuseManaged } from '../lib/managed.ts'
import { readChoice, writeChoice } from './choice.ts'
import { findSubscriber, lockSubscriber, type Subscriber, suppressionOf } from './find.ts'
import { type PreferenceChange, wishesOf } from './preferences.ts'
import { refuseUnseen, tagsFor } from './tags.ts'
import { writeWishes } from './wish.ts'

/** What can be changed of a subscription; what is left out stays. Labels and the lock are the operators' alone. */
export type SubscriptionChange = {
  /** Ids or keys of components, null for everything. */
  components?: readonly string[] | null | undefined
  preferences?: PreferenceChange | undefined
  labels?: readonly string[] | undefined
  locked?: boolean | undefined
}

/** Changes what a subscriber hears about, how and when. Readers are refused where the address is locked. */
export async function changeSubscription(outer: Context, id: string, input: SubscriptionChange): Promise<Subscriber> {
  return transaction(outer, async (ctx) => {
    const subscriber = await lockSubscriber(ctx, id)
    if (subscriber.state === 'erased') throw new NotFound('subscriber')
    if (ctx.actor.kind !== 'reader') refuseManaged(ctx, 'This subscriber', subscriber)
    else if (subscriber.locked) throw new Conflict(lockedWords)
    const changed = [
      await changeChoice(ctx, subscriber, input.components),
      await changeWishes(ctx, subscriber, input.preferences),
      await writeMarks(ctx, subscriber, input),
    ]
    if (!changed.includes(true)) return subscriber
    await record(ctx, { kind: 'subscriber.changed', subject: id, page: subscriber.page_id })
    return findSubscriber(ctx, id)
  })
}

export const lockedWords = 'Those who run the page manage this address, as several people read what goes there.'

async function changeChoice(ctx: Context, subscriber: Subscriber, components: SubscriptionChange['components']) {
  if (components === undefined) return false
  const rights = await rightsOfWhoAsks(ctx, subscriber)
  return writeChoice(ctx, subscriber, await readChoice(ctx, subscriber.page_id, components, rights))
}

async function changeWishes(ctx: Context, subscriber: Subscriber, change: PreferenceChange | undefined) {
  if (!change) return false
  if (ctx.actor.kind === 'reader' && change.tags)
    refuseUnseen(change.tags, await tagsFor(ctx, subscriber), wishesOf(subscriber).tags)
  return writeWishes(ctx, subscriber, change)
}

/** The operators' own marks on a subscriber. */
export async function writeMarks(
  ctx: Context,
  subscriber: Subscriber,
  { labels = subscriber.labels, locked = subscriber.locked }: Pick<SubscriptionChange, 'labels' | 'locked'>,
): Promise<boolean> {
  const sorted = [...new Set(labels)].sort()
  if (locked === subscriber.locked && isDeepStrictEqual(sorted, subscriber.labels)) return false
  await ctx.db
    .updateTable('subscribers')
    .set({ labels: sorted, locked, ...(locked ? {} : { wish_to_leave_at: null }), updated_at: ctx.now() })
    .where('id', '=', subscriber.id)
    .execute()
  return true
}

/** By their own link readers choose among what their address may see; a colleague among everything. */
const rightsOfWhoAsks = async (ctx: Context, { page_id, email }: Subscriber): Promise<Rights> =>
  ctx.actor.kind === 'reader' ? rightsByMail(await audiencesOf(ctx, page_id), email) : 'all'

/**
 * Ends a subscription at once, also what is queued for it. Once or twice makes no difference. A reader of a locked address
 * ends nothing for the others: the operators see the wish.
 */
export async function unsubscribe(outer: Context, id: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const now = ctx.now()
    if (ctx.actor.kind === 'reader' && (await noteWish(ctx, id))) return
    const ended = await ctx.db
      .updateTable('subscribers')
      .set({
        state: 'unsubscribed',
        reason: ctx.actor.kind === 'reader' ? 'by its own link' : `by ${ctx.actor.name}`,
        confirm_hash: null,
        confirm_expires_at: null,
        updated_at: now,
      })
      .where('id', '=', id)
      .where('org_id', '=', ctx.org)
      .where('world', '=', false)
      .where('state', 'in', ctx.actor.kind === 'reader' ? [...endable, 'suppressed'] : endable)
      .returning('page_id')
      .executeTakeFirst()
    if (ended) await record(ctx, { kind: 'subscriber.unsubscribed', subject: id, page: ended.page_id })
    else await lockSubscriber(ctx, id)
  })
}

/**
 * One that is quarantined may come back, and has said now that it does not want to. So may one that is suppressed, once somebody
 * lifts that: what its reader says is kept beside it.
 */
const endable = ['unconfirmed', 'active', 'quarantined']

/** True where the address is locked, so that leaving is a wish. */
async function noteWish(ctx: Context, id: string): Promise<boolean> {
  const wished = await ctx.db
    .updateTable('subscribers')
    .set({ wish_to_leave_at: ctx.now() })
    .where('id', '=', id)
    .where('org_id', '=', ctx.org)
    .where('locked', '=', true)
    .where('state', 'in', [...endable, 'suppressed'])
    .returning('page_id')
    .executeTakeFirst()
  if (wished) await record(ctx, { kind: 'subscriber.wished_to_leave', subject: id, page: wished.page_id })
  return wished !== undefined
}

/** Takes back an unsubscription. Only the reader can: nobody else knows that they want it. */
export async function resubscribe(outer: Context, id: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const subscriber = await lockSubscriber(ctx, id)
    if (subscriber.state === 'active') return
    if (ctx.actor.kind !== 'reader' || subscriber.state !== 'unsubscribed' || subscriber.consent_at === null)
      throw new Conflict(`The subscriber is ${subscriber.state}.`)
    const suppression = await suppressionOf(ctx, subscriber.address_hash)
    const isRefused = suppression !== undefined && !suppression.erased
    await ctx.db
      .updateTable('subscribers')
      .set({
        ...(isRefused ? { state: 'suppressed', reason: suppression.reason } : { state: 'active', reason: null }),
        updated_at: ctx.now(),
      })
      .where('id', '=', id)
      .execute()
    await record(ctx, {
      kind: 'subscriber.confirmed',
      subject: id,
      page: subscriber.page_id,
      data: { undone: 'unsubscribed' },
    })
  })
}
