import { sql } from 'kysely'
import type { OpenAccount, OpenAccounts } from '../channel-accounts/open.ts'
import type { Outcome } from '../channels/channel.ts'
import { mailOfLetter } from '../channels/email-letter.ts'
import { returnsOf } from '../channels/email-returns.ts'
import type { MailTransport } from '../channels/email-transport.ts'
import { isForTheNext } from '../channels/verdict.ts'
import type { Context } from '../lib/context.ts'
import { manageUrl } from '../subscribers/link.ts'
import { silentBefore } from '../subscribers/silent-words.ts'
import { wakeLetters } from './queue.ts'

/** How letters leave this process; without an account for mail they wait. */
export type LetterOffice = {
  process: string
  accounts: OpenAccounts
  /** Connections to an account's mail server, where it has one. */
  mail: (settings: unknown, lane: 'letters') => MailTransport | undefined
}

type Claimed = {
  id: string
  sender: string
  recipient: string
  subject: string
  html: string
  body: string
  attempts: number
  created_at: Date
  subscriber: { id: string; page: string; link_version: number; state: string } | null
}

const atOnce = 5

/** Sends the letters that are due, five at once. */
export async function sendLetters(ctx: Context, office: LetterOffice): Promise<void> {
  const accounts = await office.accounts.of(ctx, 'email')
  if (accounts.length === 0) return sayWhyTheyWait(ctx)
  await releaseOwn(ctx, office.process)
  for (;;) {
    const claimed = await claim(ctx, office.process)
    if (claimed.length === 0) return
    await Promise.all(claimed.map((letter) => sendOne(ctx, office, accounts, letter)))
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
    with claimed as (
      update letters set state = 'sending', claimed_by = ${process}
      where id in (
        select id from letters
        where org_id = ${ctx.org} and state = 'queued' and next_attempt_at <= ${ctx.now()}
        order by next_attempt_at limit ${atOnce} for update skip locked)
      returning id, sender, recipient, subject, html, body, attempts, created_at, subscriber_id)
    select c.id, c.sender, c.recipient, c.subject, c.html, c.body, c.attempts, c.created_at,
      case when s.id is not null
        then json_build_object('id', s.id, 'page', s.page_id, 'link_version', s.link_version,
          'state', s.state) end as subscriber
    from claimed c left join subscribers s on s.id = c.subscriber_id`.execute(ctx.db)
  return rows
}

async function sendOne(ctx: Context, office: LetterOffice, accounts: readonly OpenAccount[], letter: Claimed) {
  const { outcome, account } = hasLeft(letter) ?? (await handOver(ctx, office, accounts, letter))
  await ctx.db
    .updateTable('letters')
    .set({ ...fate(ctx, letter, outcome), attempts: letter.attempts + 1, account_id: account, claimed_by: null })
    .where('id', '=', letter.id)
    .where('state', '=', 'sending')
    .execute()
}

/** What somebody gets again and again ends at once with their wish, be it written already. */
function hasLeft({ subscriber }: Claimed): { outcome: Outcome; account: null } | null {
  if (!subscriber || subscriber.state === 'active') return null
  return { outcome: { result: 'refused', reason: silentBefore(subscriber.state, null, 'this mail') }, account: null }
}

/**
 * By the first account that can be reached: a letter that may have arrived is given to another only when it is tried again,
 * and then first, or an account that takes connections and never answers would keep it for ever.
 */
async function handOver(
  ctx: Context,
  office: LetterOffice,
  accounts: readonly OpenAccount[],
  letter: Claimed,
): Promise<{ outcome: Outcome; account: string | null }> {
  let last: Outcome = { result: 'transient', reason: 'no account for mail can be used' }
  const list = listOf(ctx, letter)
  const begin = letter.attempts % accounts.length
  for (const { id, channel, settings } of [...accounts.slice(begin), ...accounts.slice(0, begin)]) {
    const written = mailOfLetter(letter, settings, list)
    const mail = channel.usesMail ? office.mail(settings, 'letters') : undefined
    const to = { settings, target: { email: letter.recipient } }
    last = await channel.send(written, to, { http: ctx.http, now: ctx.now, random: ctx.random, mail })
    if (!isForTheNext(last)) return { outcome: last, account: id }
  }
  return { outcome: last, account: null }
}

/** How whoever gets it again and again ends that, and what names it where it comes back. */
const listOf = (ctx: Context, { id, subscriber }: Claimed) =>
  subscriber && {
    page: subscriber.page,
    unsubscribe: manageUrl(ctx, subscriber),
    returns: returnsOf(ctx.settings.secret, id),
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
