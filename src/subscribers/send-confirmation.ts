import { sql } from 'kysely'
import { letterMessage } from '../channels/email-letter.ts'
import type { Message } from '../channels/email-update.ts'
import { queueLetter } from '../letters/queue.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict, TooMany } from '../lib/errors.ts'
import { newSecret } from '../lib/id.ts'
import { digest } from '../lib/seal.ts'
import { findPage, type Page } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import { choiceInWords, choiceOf } from './choice.ts'
import { lockMailbox, lockSubscriber, type Subscriber } from './find.ts'
import { manageUrl } from './link.ts'

const hour = 3_600_000
export const confirmationHours = 72

/** Asks an unconfirmed subscriber once more. Throws TooMany where the mailbox was asked lately. */
export async function resendConfirmation(outer: Context, id: string) {
  await transaction(outer, async (ctx) => {
    const subscriber = await lockSubscriber(ctx, id)
    if (subscriber.state !== 'unconfirmed') throw new Conflict(`The subscriber is ${subscriber.state}.`)
    await lockMailbox(ctx, subscriber.email!)
    const wait = await tryConfirmation(ctx, subscriber)
    if (wait > 0) throw new TooMany('This mailbox was asked a short time ago.', wait)
  })
}

/**
 * Writes to the address, if its mailbox was not written to too often: how to confirm, or how to manage where it is a
 * subscriber already. Answers the seconds to wait; 0 where the mail goes.
 */
export async function tryConfirmation(ctx: Context, subscriber: Subscriber): Promise<number> {
  const wait = await secondsToWait(ctx, subscriber)
  if (wait > 0) return wait
  const page = await findPage(ctx, subscriber.page_id)
  const token = newSecret(ctx)
  const isActive = subscriber.state === 'active'
  await noteSent(ctx, subscriber, isActive ? null : digest(token))
  const message = isActive ? await reminder(ctx, page, subscriber) : await question(ctx, page, subscriber, token)
  await queueLetter(ctx, { kind: 'confirmation', sender: page.name, recipient: subscriber.email!, message })
  return 0
}

/** One mail an hour for one page, five a day in all: counted over every organization, since it is the same victim. */
async function secondsToWait(ctx: Context, subscriber: Subscriber): Promise<number> {
  const now = ctx.now().getTime()
  const day = new Date(now - 24 * hour)
  const { last, today, since } = await ctx.db
    .selectFrom('subscribers')
    .select([
      sql<Date | null>`max(confirm_sent_at) filter (where page_id = ${subscriber.page_id})`.as('last'),
      sql<number>`coalesce(sum(confirm_count) filter (where confirm_count_since > ${day}), 0)`.as('today'),
      sql<Date | null>`min(confirm_count_since) filter (where confirm_count_since > ${day})`.as('since'),
    ])
    .where('mailbox_hash', '=', subscriber.mailbox_hash)
    .executeTakeFirstOrThrow()
  const until = Math.max((last?.getTime() ?? 0) + hour, today >= 5 && since ? since.getTime() + 24 * hour : 0)
  return Math.max(0, Math.ceil((until - now) / 1000))
}

async function noteSent(ctx: Context, subscriber: Subscriber, hash: Buffer | null) {
  const now = ctx.now()
  const day = new Date(now.getTime() - 24 * hour)
  const isSameDay = subscriber.confirm_count_since !== null && subscriber.confirm_count_since > day
  await ctx.db
    .updateTable('subscribers')
    .set({
      confirm_sent_at: now,
      confirm_count: isSameDay ? subscriber.confirm_count + 1 : 1,
      confirm_count_since: isSameDay ? subscriber.confirm_count_since : now,
      confirm_hash: hash,
      confirm_expires_at: hash ? new Date(now.getTime() + confirmationHours * hour) : null,
    })
    .where('id', '=', subscriber.id)
    .execute()
}

async function question(ctx: Context, page: Page, subscriber: Subscriber, token: string): Promise<Message> {
  const url = await pageUrl(ctx, page)
  const what = await choiceInWords(ctx, page.id, await choiceOf(ctx, subscriber))
  return letterMessage({
    subject: `[${page.name}] Please confirm that you want status updates`,
    paragraphs: [
      `Do you want mail about the status of ${page.name}? You would hear about ${what}: when something breaks, when there is news, and when it works again.`,
      `The link works for ${confirmationHours / 24} days, and leads to a button.`,
    ],
    action: { label: 'Confirm', url: `${url}/subscribe/confirm/${token}` },
    footer: `Somebody entered this address on ${url}. If it was not you, do nothing: without a confirmation you get no further mail.`,
  })
}

async function reminder(ctx: Context, page: Page, subscriber: Subscriber): Promise<Message> {
  const what = await choiceInWords(ctx, page.id, await choiceOf(ctx, subscriber))
  return letterMessage({
    subject: `[${page.name}] You already get status updates`,
    paragraphs: [
      `You already get mail about the status of ${page.name}, about ${what}. There is nothing to confirm.`,
      'You can change what you hear about, or stop it, at any time.',
    ],
    action: { label: 'Choose what you hear about', url: manageUrl(ctx, subscriber) },
    footer: `Somebody entered this address on ${await pageUrl(ctx, page)}. If it was not you, do nothing: nothing has changed.`,
  })
}
