import { record } from '../events/record.ts'
import { parseAddress } from '../lib/address.ts'
import { type Context, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { findPage } from '../pages/find.ts'
import { LanguageCode } from '../publishing/languages/schema.ts'
import { type Choice, readChoice, writeChoice } from './choice.ts'
import {
  addressHash,
  findSubscriber,
  lockMailbox,
  mailboxHash,
  type Subscriber,
  subscriberAt,
  suppressionOf,
} from './find.ts'
import { tryConfirmation } from './send-confirmation.ts'
import { writeWishes } from './wish.ts'

export type Subscription = {
  page: string
  email: string
  components: readonly string[] | null
  /** Of the form that was used. */
  language?: string | null
  /** The only incident that they want to hear of. */
  incident?: string | null
}

/**
 * Somebody says that this address wants to hear from the page: the address is asked, by mail, at most once an hour.
 * Nothing changes for a subscriber until the link in that mail is used. Says nothing about what was known.
 */
export async function subscribe(outer: Context, input: Subscription): Promise<void> {
  const email = parseAddress(input.email)
  await transaction(outer, async (ctx) => {
    const page = await findPage(ctx, input.page)
    const choice = await readChoice(ctx, page.id, input.components)
    await lockMailbox(ctx, email)
    const suppression = await suppressionOf(ctx, addressHash(ctx, email))
    if (suppression && !suppression.erased) return
    const known = await subscriberAt(ctx, page.id, email)
    if (known?.state === 'suppressed') return
    const subscriber = known
      ? await prepare(ctx, known, email, choice, input)
      : await wishing(
          ctx,
          await insertSubscriber(ctx, { page: page.id, email, choice, state: 'unconfirmed', managedBy: null }),
          input,
        )
    await tryConfirmation(ctx, subscriber)
  })
}

/** Somebody who is no subscriber now may choose anew; what an active one hears about changes by their own link alone. */
async function prepare(
  ctx: Context,
  known: Subscriber,
  email: string,
  choice: Choice,
  input: Subscription,
): Promise<Subscriber> {
  if (known.state === 'active') return known
  if (known.managed_by === null) {
    await writeChoice(ctx, known, choice)
    await wishing(ctx, known, input)
  }
  return ctx.db
    .updateTable('subscribers')
    .set({ email, updated_at: ctx.now() })
    .where('id', '=', known.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** With the language of the form, and the one incident that it was about, if any. */
async function wishing(ctx: Context, subscriber: Subscriber, { language, incident = null }: Subscription) {
  const known = LanguageCode.safeParse(language).data
  await writeWishes(ctx, subscriber, { incident, ...(known && { language: known }) })
  return findSubscriber(ctx, subscriber.id)
}

export type NewSubscriber = {
  page: string
  email: string
  choice: Choice
  state: 'unconfirmed' | 'active'
  managedBy: string | null
}

export async function insertSubscriber(ctx: Context, input: NewSubscriber): Promise<Subscriber> {
  const now = ctx.now()
  const subscriber = await ctx.db
    .insertInto('subscribers')
    .values({
      id: newId(ctx),
      org_id: ctx.org,
      page_id: input.page,
      email: input.email,
      address_hash: addressHash(ctx, input.email),
      mailbox_hash: mailboxHash(ctx, input.email),
      state: input.state,
      managed_by: input.managedBy,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await writeChoice(ctx, subscriber, input.choice)
  await record(ctx, {
    kind: 'subscriber.created',
    subject: subscriber.id,
    page: input.page,
    data: { state: input.state },
  })
  return { ...subscriber, all_components: input.choice === null }
}
