import type { MailTransport } from '../channels/email-transport.ts'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { defineJob, enqueue } from '../queue/job.ts'

/** How mail leaves this process. */
export type PostOffice = {
  /** The process's id, as in the table of processes: what it was sending when it died is given to others. */
  process: string
  /** Null: no mail server is configured. First attempts and retries have connections of their own. */
  transports: { first: MailTransport; retries: MailTransport } | null
  /** Mails of one lane that are on their way at once: the bound on repeats after a kill. Default 10. */
  slots?: number
  /** How long one job works before it lets others have their turn, in milliseconds. Default 5,000. */
  slice?: number
}

/** First attempts of one page, or the retries of all pages: a flood in one lane holds up no other. */
export type Lane = { name: 'first'; page: string } | { name: 'retries' }

export const deliverFirstJob = defineJob('deliver-first', z.object({ page: z.string() }))
export const deliverRetriesJob = defineJob('deliver-retries', z.object({}))

export const wakeDeliveries = (ctx: Context, page: string) =>
  enqueue(ctx, deliverFirstJob, { page }, { key: `deliver:${page}`, queue: `deliver:${page}` })

export const wakeRetries = (ctx: Context) =>
  enqueue(ctx, deliverRetriesJob, {}, { key: `retries:${ctx.org}`, queue: `retries:${ctx.org}` })
