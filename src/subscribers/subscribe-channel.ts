import { opened } from '../channel-accounts/settings.ts'
import { proofOf } from '../channels/media.ts'
import { type Context, transaction } from '../lib/context.ts'
import type { z } from '../lib/zod.ts'
import { findPage } from '../pages/find.ts'
import { agree } from './agree.ts'
import type { subscribeChannelJob } from './ask-channel.ts'
import { type Choice, readChoice, writeChoice } from './choice.ts'
import { consentOf } from './consent.ts'
import { type Destination, destinationOf } from './destination.ts'
import { lockDestination, type Subscriber, subscriberWith, suppressionOf } from './find.ts'
import { insertDestination } from './insert-destination.ts'
import { tryQuestion } from './question.ts'

/**
 * Somebody says that this destination wants to hear from the page: it is asked there, at most once an hour. Nothing
 * changes for a subscriber until it has answered. Says nothing about what was known.
 */
export async function subscribeByChannel(
  outer: Context,
  input: z.infer<typeof subscribeChannelJob.input>,
): Promise<void> {
  const target = opened(outer, Buffer.from(input.target, 'base64'))
  const destination = destinationOf(outer, input.channel, target)
  await transaction(outer, async (ctx) => {
    const page = await findPage(ctx, input.page)
    const { language } = input
    const choice = await readChoice(ctx, page.id, input.components)
    await lockDestination(ctx, destination.mailbox_hash)
    const suppression = await suppressionOf(ctx, destination.address_hash)
    if (suppression && !suppression.erased) return
    const known = await subscriberWith(ctx, page.id, destination)
    if (known?.world || known?.state === 'suppressed') return
    const subscriber = known
      ? await prepare(ctx, known, destination, { choice, language })
      : await insertDestination(ctx, {
          page: page.id,
          destination,
          choice,
          language,
          state: 'unconfirmed',
          managedBy: null,
        })
    // The browser has asked already, and only it knows this destination.
    if (proofOf(destination.channel) === 'permission')
      return void (await agree(ctx, subscriber, { text: await consentOf(ctx, subscriber), ip: null }))
    await tryQuestion(ctx, subscriber)
  })
}

/** Somebody who is no subscriber now may choose anew; what an active one hears about changes by their own link alone. */
type Asked = { choice: Choice; language: string | null }

async function prepare(ctx: Context, known: Subscriber, destination: Destination, { choice, language }: Asked) {
  if (known.state === 'active') return known
  if (known.managed_by === null) await writeChoice(ctx, known, choice)
  const { target, label, host } = destination
  return ctx.db
    .updateTable('subscribers')
    .set({ target, label, host, language: language ?? known.language, updated_at: ctx.now() })
    .where('id', '=', known.id)
    .returningAll()
    .executeTakeFirstOrThrow()
}
