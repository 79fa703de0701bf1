import { sql } from 'kysely'
import type { Outcome } from '../channels/channel.ts'
import { sendMail } from '../channels/email.ts'
import type { MailTransport } from '../channels/email-transport.ts'
import type { Context } from '../lib/context.ts'
import { wakeLetters } from './queue.ts'
import { mailHost, senderOf } from './sender.ts'

/** How letters leave this process; without a transport they wait. */
export type LetterOffice = { process: string; transport: MailTransport | null }

type Claimed = {
  id: string
  sender: string
  recipient: string
  subject: string
  html: string
  body: string
  attempts: number
  created_at: Date
}

const atOnce = 5

/** Sends the letters that are due, five at once. */
export async function sendLetters(ctx: Context, office: LetterOffice): Promise<void> {
  if (!office.transport) return sayWhyTheyWait(ctx)
  await releaseOwn(ctx, office.process)
  for (;;) {
    const claimed = await claim(ctx, office.process)
    if (claimed.length === 0) return
    await Promise.all(claimed.map((letter) => sendOne(ctx, office.transport!, letter)))
  }
}

/** Gives back what an earlier run in this process left when the database failed: runs never overlap. */
const releaseOwn = (ctx: Context, process: string) =>
  ctx.db
    .updateTable('letters')
    .set({ state: 'queued', claimed_by: null })
    .where('org_id', '=', ctx.org)
    .where('state', '=', 'sending')
    .where('claimed_by', '=', process)
    .execute()

const sayWhyTheyWait = async (ctx: Context) => {
  await ctx.db
    .updateTable('letters')
    .set({ detail: 'no mail server is configured' })
    .where('org_id', '=', ctx.org)
    .where('state', '=', 'queued')
    .execute()
}

async function claim(ctx: Context, process: string): Promise<Claimed[]> {
  const { rows } = await sql<Claimed>`
    update letters set state = 'sending', claimed_by = ${process}
    where id in (
      select id from letters
      where org_id = ${ctx.org} and state = 'queued' and next_attempt_at <= ${ctx.now()}
      order by next_attempt_at limit ${atOnce} for update skip locked)
    returning id, sender, recipient, subject, html, body, attempts, created_at`.execute(ctx.db)
  return rows
}

async function sendOne(ctx: Context, transport: MailTransport, letter: Claimed) {
  const outcome = await sendMail(transport, {
    from: senderOf(ctx.settings, letter.sender),
    to: letter.recipient,
    subject: letter.subject,
    text: letter.body,
    html: letter.html,
    messageId: `${letter.id}@${mailHost(ctx.settings)}`,
    date: ctx.now(),
  })
  await ctx.db
    .updateTable('letters')
    .set({ ...fate(ctx, letter, outcome), attempts: letter.attempts + 1, claimed_by: null })
    .where('id', '=', letter.id)
    .where('state', '=', 'sending')
    .execute()
}

const minute = 60_000
const longest = 72 * 60 * minute

/** What was sent, or never will be, is emptied: it may hold a link that opens something. */
function fate(ctx: Context, letter: Claimed, outcome: Outcome) {
  const emptied = { html: '', body: '' }
  if (outcome.result === 'sent') return { ...emptied, state: 'sent', detail: outcome.detail, sent_at: ctx.now() }
  const pause = Math.min(2 ** letter.attempts, 120) * minute
  const next = new Date(ctx.now().getTime() + pause)
  if (outcome.result === 'transient' && next.getTime() - letter.created_at.getTime() < longest)
    return { state: 'queued', detail: outcome.reason, next_attempt_at: next }
  return { ...emptied, state: 'failed', detail: outcome.reason }
}

/** Every few seconds: gives back what the dead were sending, and wakes the sender where something is due. */
export async function wakeWaitingLetters(ctx: Context): Promise<void> {
  await sql`
    update letters set state = 'queued', claimed_by = null
    where org_id = ${ctx.org} and state = 'sending'
      and not exists (select 1 from processes where processes.id = letters.claimed_by)`.execute(ctx.db)
  const due = await ctx.db
    .selectFrom('letters')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('state', '=', 'queued')
    .where('next_attempt_at', '<=', ctx.now())
    .limit(1)
    .executeTakeFirst()
  if (due) await wakeLetters(ctx)
}

const month = 30 * 86_400_000

/** Letters are forgotten after a month, with the addresses on them. */
export const purgeLetters = (ctx: Context) =>
  ctx.db
    .deleteFrom('letters')
    .where('org_id', '=', ctx.org)
    .where('state', 'in', ['sent', 'failed'])
    .where('created_at', '<', new Date(ctx.now().getTime() - month))
    .execute()
