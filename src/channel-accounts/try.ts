import type { Message, Outcome } from '../channels/channel.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { pagesOf } from '../pages/find.ts'
import { accountSettings, findAccount } from './find.ts'
import { kindNamed } from './kinds.ts'
import { noteMessage } from './note.ts'
import { sendNote } from './send-note.ts'
import { checked, type Settings } from './settings.ts'

/** How a test went, in words that hold no secret. */
export type Tried = { sent: boolean; outcome: string }

/**
 * Sends a test message by one account to a destination that is typed for it and not kept. Throws `InvalidInput` with
 * pointers below `/target`.
 */
export async function tryAccount(ctx: Context, name: string, input: { target: Settings }): Promise<Tried> {
  const account = await findAccount(ctx, name)
  const channel = kindNamed(account.kind)
  const target = checked(channel.target, '/target', input.target)
  const settings = channel.settings.safeParse(accountSettings(ctx, account))
  if (!settings.success) throw new InvalidInput('The settings of this account are not complete. Save them anew.')
  const open = { id: account.id, channel, settings: settings.data }
  const outcome = await sendNote(ctx, [open], { target, message: await testMessage(ctx) })
  await transaction(ctx, (inner) =>
    record(inner, {
      kind: 'channel_account.tried',
      subject: account.id,
      data: { key: account.key, result: outcome.result },
    }),
  )
  return inWords(outcome)
}

/** A message that says that it is a test and nothing else. */
export async function testMessage(ctx: Context, pageId?: string): Promise<Message> {
  const pages = await pagesOf(ctx)
  const page = pages.find(({ id }) => id === pageId) ?? pages[0]
  if (!page) throw new InvalidInput('There is no page yet. Make the page first: the message speaks in its name.')
  const text = `This is a test from the status page of ${page.name}. Nothing has happened, and there is nothing to do.`
  const message = await noteMessage(ctx, page, {
    heading: `Test from ${page.name}`,
    body: text,
    short: text,
    link: { label: 'Open the status page', url: ctx.settings.url },
  })
  return { ...message, link: { ...message.link, url: message.page.url } }
}

/** What an attempt came to, for people. */
export function inWords(outcome: Outcome): Tried {
  switch (outcome.result) {
    case 'sent':
      return { sent: true, outcome: `It was taken: ${outcome.detail}` }
    case 'transient':
      return { sent: false, outcome: `It could not be sent now: ${outcome.reason}` }
    case 'refused':
      return { sent: false, outcome: `It was refused: ${outcome.reason}` }
    case 'permanent':
      return { sent: false, outcome: `Nothing can be sent there any more: ${outcome.reason}` }
  }
}
