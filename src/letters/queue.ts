import type { Message } from '../channels/email-letter.ts'
import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { z } from '../lib/zod.ts'
import { defineJob, enqueue } from '../queue/job.ts'

export type NewLetter = {
  kind:
    | 'confirmation'
    | 'digest'
    | 'sign-in'
    | 'draft'
    | 'promise'
    | 'silence'
    | 'delivery'
    | 'domain'
    | 'invitation'
    | 'reset'
  /** Name of the sender, beside the installation's address. */
  sender: string
  recipient: string
  message: Message
  /** Of one that comes again and again: whose it is, so that it says how to end them. */
  subscriber?: string
  /** At most one letter of the organization goes out for one occasion. */
  occasion?: string
}

export const sendLettersJob = defineJob('send-letters', z.object({}))

/** Queues a mail to one person, in the transaction of its cause. False: there was one for this occasion already. */
export async function queueLetter(ctx: Context, letter: NewLetter): Promise<boolean> {
  const { subject, html, text } = letter.message
  const now = ctx.now()
  const queued = await ctx.db
    .insertInto('letters')
    .values({
      id: newId(ctx),
      org_id: ctx.org,
      kind: letter.kind,
      sender: letter.sender,
      recipient: letter.recipient,
      subject,
      html,
      body: text,
      state: 'queued',
      next_attempt_at: now,
      occasion: letter.occasion ?? null,
      subscriber_id: letter.subscriber ?? null,
      created_at: now,
    })
    .onConflict((oc) => oc.columns(['org_id', 'occasion']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (queued) await wakeLetters(ctx)
  return queued !== undefined
}

/** Letters of one organization go one batch after the other, and before the many mails of a post. */
export const wakeLetters = (ctx: Context) =>
  enqueue(ctx, sendLettersJob, {}, { key: `letters:${ctx.org}`, queue: `letters:${ctx.org}`, urgent: true })
