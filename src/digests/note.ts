import { noteMessage } from '../channel-accounts/note.ts'
import type { OpenAccounts } from '../channel-accounts/open.ts'
import { sendNote } from '../channel-accounts/send-note.ts'
import type { Message } from '../channels/channel.ts'
import { fitted } from '../channels/fit.ts'
import type { Context } from '../lib/context.ts'
import { seal, unseal } from '../lib/seal.ts'
import { z } from '../lib/zod.ts'
import type { Page } from '../pages/find.ts'
import type { Frame } from '../publishing/frame.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { targetOf } from '../subscribers/destination.ts'
import type { Subscriber } from '../subscribers/find.ts'
import { manageUrl } from '../subscribers/link.ts'
import { quarantine } from '../subscribers/quarantine.ts'
import type { Summary } from './letter.ts'

/** `message` is sealed: it holds the link by which its reader chooses. */
export const digestNoteJob = defineJob('tell-digest', z.object({ subscriber: z.string(), message: z.string() }))

/** A chat shows so many, and leads to the page for the rest. */
const mostParts = 10

/** Has a summary said in a chat, by whatever account carries it. In a transaction. */
export async function queueNote(ctx: Context, page: Page, frame: Frame, subscriber: Subscriber, summary: Summary) {
  const { words } = frame
  const manage = { label: words.text('confirm.choose'), url: manageUrl(ctx, subscriber) }
  const message: Message = {
    ...(await noteMessage(ctx, page, {
      heading: `${frame.page.name}: ${summary.title}`,
      body: summary.lede,
      short: null,
      link: { label: words.text('nav.history'), url: `${frame.page.url}/history` },
      manage,
    })),
    language: words.lang,
    facts: [
      ...summary.lines,
      ...summary.parts
        .slice(0, mostParts)
        .map(({ heading, when, text }) => fitted(`${heading} · ${when} · ${text.replace(/\s+/g, ' ')}`, 350)),
    ],
  }
  const sealed = seal(ctx.settings.secret, ctx.random, JSON.stringify(message)).toString('base64')
  await enqueue(ctx, digestNoteJob, { subscriber: subscriber.id, message: sealed })
}

/** Says it. Throws where it cannot be said now, for the queue to try again. */
export async function tellDigest(
  ctx: Context,
  accounts: OpenAccounts,
  input: z.output<typeof digestNoteJob.input>,
): Promise<void> {
  const subscriber = await ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('id', '=', input.subscriber)
    .where('state', '=', 'active')
    .executeTakeFirst()
  if (!subscriber?.target) return
  const message: Message = JSON.parse(unseal(ctx.settings.secret, Buffer.from(input.message, 'base64')))
  const target = targetOf(ctx, subscriber)
  const outcome = await sendNote(ctx, await accounts.of(ctx, subscriber.channel), { target, message })
  if (outcome.result === 'transient') throw new Error(`a digest did not leave: ${outcome.reason}`)
  if (outcome.result === 'permanent') await quarantine(ctx, { id: subscriber.id, reason: outcome.reason })
}
