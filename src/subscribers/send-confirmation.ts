import type { Message } from '../channels/email-letter.ts'
import { letterMessage } from '../channels/email-letter.ts'
import { findIncident } from '../incidents/find.ts'
import { queueLetter } from '../letters/queue.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict, TooMany } from '../lib/errors.ts'
import { newSecret } from '../lib/id.ts'
import { digest } from '../lib/seal.ts'
import { findPage, type Page } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import { noteAsked, secondsToWait } from './asked.ts'
import { choiceOf, choiceSaid } from './choice.ts'
import { bareFrame } from './document.ts'
import { lockDestination, lockSubscriber, type Subscriber } from './find.ts'
import { manageUrl } from './link.ts'
import { tryQuestion } from './question.ts'
import { languageFor } from './speak.ts'

const hour = 3_600_000
export const confirmationHours = 72

/** Asks an unconfirmed subscriber once more. Throws TooMany where the mailbox was asked lately. */
export async function resendConfirmation(outer: Context, id: string) {
  await transaction(outer, async (ctx) => {
    const subscriber = await lockSubscriber(ctx, id)
    if (subscriber.state !== 'unconfirmed') throw new Conflict(`The subscriber is ${subscriber.state}.`)
    await lockDestination(ctx, subscriber.mailbox_hash)
    const wait = await (subscriber.channel === 'email' ? tryConfirmation : tryQuestion)(ctx, subscriber)
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
  const until = new Date(ctx.now().getTime() + confirmationHours * hour)
  await noteAsked(ctx, subscriber, isActive ? null : { hash: digest(token), until })
  const message = isActive ? await reminder(ctx, page, subscriber) : await question(ctx, page, subscriber, token)
  await queueLetter(ctx, { kind: 'confirmation', sender: page.name, recipient: subscriber.email!, message })
  return 0
}

async function question(ctx: Context, page: Page, subscriber: Subscriber, token: string): Promise<Message> {
  const url = await pageUrl(ctx, page)
  const { words, what } = await said(ctx, page, subscriber)
  return letterMessage({
    subject: `[${page.name}] ${words.text('letter.confirm')}`,
    paragraphs: [words.text('letter.question', { page: page.name, what }), words.text('letter.link')],
    action: { label: words.text('letter.button'), url: `${url}/subscribe/confirm/${token}` },
    footer: words.text('letter.stranger', { url }),
    postal: page.postal_address,
    language: words.lang,
  })
}

async function reminder(ctx: Context, page: Page, subscriber: Subscriber): Promise<Message> {
  const { words, what } = await said(ctx, page, subscriber)
  return letterMessage({
    subject: `[${page.name}] ${words.text('letter.already')}`,
    paragraphs: [words.text('letter.already_text', { page: page.name, what }), words.text('letter.change')],
    action: { label: words.text('confirm.choose'), url: manageUrl(ctx, subscriber) },
    footer: words.text('letter.unchanged', { url: await pageUrl(ctx, page) }),
    postal: page.postal_address,
    language: words.lang,
  })
}

/** What they would hear about, in their language. */
async function said(ctx: Context, page: Page, subscriber: Subscriber) {
  const { words } = await bareFrame(ctx, page, languageFor(subscriber, page))
  const incident = subscriber.only_incident && (await findIncident(ctx, subscriber.only_incident))
  const what = incident ? incident.title : await choiceSaid(ctx, page.id, await choiceOf(ctx, subscriber), words)
  return { words, what }
}
