import type { OpenAccounts } from '../channel-accounts/open.ts'
import { sendNote } from '../channel-accounts/send-note.ts'
import type { Medium, Message } from '../channels/channel.ts'
import { proofOf } from '../channels/media.ts'
import { type Context, transaction } from '../lib/context.ts'
import { unseal } from '../lib/seal.ts'
import { agree } from './agree.ts'
import { consentOf } from './consent.ts'
import { targetOf } from './destination.ts'
import type { Subscriber } from './find.ts'

/**
 * Puts a question to its destination. Throws where it cannot be sent now, for the queue to try again; a refusal stays
 * with the subscriber as the reason. Where the answer itself is the proof, it is taken as a yes.
 */
export async function putQuestion(
  ctx: Context,
  accounts: OpenAccounts,
  input: { subscriber: string; message: string },
): Promise<void> {
  const subscriber = await ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('id', '=', input.subscriber)
    .executeTakeFirst()
  if (!subscriber?.target || isTooLate(ctx, subscriber)) return
  const message: Message = JSON.parse(unseal(ctx.settings.secret, Buffer.from(input.message, 'base64')))
  const target = targetOf(ctx, subscriber)
  const outcome = await sendNote(ctx, await accounts.of(ctx, subscriber.channel), { target, message })
  const isAnswer = proofOf(subscriber.channel as Medium) === 'answer'
  // Whoever answers proves it by that; what does not is asked once, not for days.
  if (outcome.result === 'transient' && !isAnswer)
    throw new Error(`a question to a subscriber did not leave: ${outcome.reason}`)
  await transaction(ctx, async (inner) => {
    if (outcome.result === 'sent') {
      if (isAnswer && subscriber.state !== 'active')
        await agree(inner, subscriber, { text: await consentOf(inner, subscriber), ip: null })
      return
    }
    await inner.db
      .updateTable('subscribers')
      .set({ reason: `The question did not arrive: ${outcome.reason}`.slice(0, 500) })
      .where('id', '=', subscriber.id)
      .where('state', '=', 'unconfirmed')
      .execute()
  })
}

/** What was asked is not waited for any more. One that hears already is told so, whenever. */
const isTooLate = (ctx: Context, { state, confirm_expires_at }: Subscriber) =>
  state !== 'active' && (confirm_expires_at === null || confirm_expires_at <= ctx.now())
