import { audiencesOf } from '../audiences/find.ts'
import type { Rights } from '../audiences/rights.ts'
import { rightsByMail } from '../audiences/told.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict, NotFound } from '../lib/errors.ts'
import { refuseManaged } from '../lib/managed.ts'
import { readChoice, writeChoice } from './choice.ts'
import { lockSubscriber, type Subscriber } from './find.ts'

/** Changes what a subscriber hears about: ids or keys of components, null for everything. */
export async function changeSubscription(
  outer: Context,
  id: string,
  input: { components: readonly string[] | null },
): Promise<Subscriber> {
  return transaction(outer, async (ctx) => {
    const subscriber = await lockSubscriber(ctx, id)
    if (subscriber.state === 'erased') throw new NotFound('subscriber')
    if (ctx.actor.kind !== 'reader') refuseManaged(ctx, 'This subscriber', subscriber)
    const choice = await readChoice(ctx, subscriber.page_id, input.components, await rightsOfWhoAsks(ctx, subscriber))
    if (!(await writeChoice(ctx, subscriber, choice))) return subscriber
    await record(ctx, { kind: 'subscriber.changed', subject: id, page: subscriber.page_id })
    return { ...subscriber, all_components: choice === null }
  })
}

/** By their own link readers choose among what their address may see; a colleague among everything. */
const rightsOfWhoAsks = async (ctx: Context, { page_id, email }: Subscriber): Promise<Rights> =>
  ctx.actor.kind === 'reader' ? rightsByMail(await audiencesOf(ctx, page_id), email) : 'all'

/** Ends a subscription at once, also what is queued for it. Once or twice makes no difference. */
export async function unsubscribe(outer: Context, id: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const now = ctx.now()
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
      .where('state', 'in', ['unconfirmed', 'active'])
      .returning('page_id')
      .executeTakeFirst()
    if (ended) await record(ctx, { kind: 'subscriber.unsubscribed', subject: id, page: ended.page_id })
    else await lockSubscriber(ctx, id)
  })
}

/** Takes back an unsubscription. Only the reader can: nobody else knows that they want it. */
export async function resubscribe(outer: Context, id: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const subscriber = await lockSubscriber(ctx, id)
    if (subscriber.state === 'active') return
    if (ctx.actor.kind !== 'reader' || subscriber.state !== 'unsubscribed' || subscriber.consent_at === null)
      throw new Conflict(`The subscriber is ${subscriber.state}.`)
    await ctx.db
      .updateTable('subscribers')
      .set({ state: 'active', reason: null, updated_at: ctx.now() })
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
