import { sql } from 'kysely'
import { type Context, transaction } from '../lib/context.ts'
import { findPage, type Page } from '../pages/find.ts'
import { bareFrame } from '../subscribers/document.ts'
import { dueFor } from '../subscribers/due.ts'
import type { Subscriber } from '../subscribers/find.ts'
import { wishesOf } from '../subscribers/preferences.ts'
import { languageFor } from '../subscribers/speak.ts'
import { partsOf } from './letter.ts'
import { listenersOf, newsFor, newsSince, type Told } from './news.ts'
import { sendSummary } from './send.ts'

const atOnce = 200

/** What is being written in these milliseconds may not be there yet: it is for the next digest. */
const settles = 10_000

/** Sends the digests that are due, once each: whoever moves the time on writes the letter, in the same transaction. */
export async function sendDueDigests(ctx: Context): Promise<number> {
  let sent = 0
  for (;;) {
    const some = await sendSome(ctx)
    if (some === null) return sent
    sent += some
  }
}

/** How many letters were written; null where nobody is due. */
function sendSome(outer: Context): Promise<number | null> {
  return transaction(outer, async (ctx) => {
    const due = await lockDue(ctx)
    const first = due[0]
    if (!first) return null
    const page = await findPage(ctx, first.page_id)
    const since = (one: Subscriber) => one.digest_since ?? one.created_at
    const until = new Date(ctx.now().getTime() - settles)
    const all = await newsSince(ctx, page.id, new Date(Math.min(...due.map((one) => since(one).getTime()))))
    const news = all.filter(({ at }) => at < until)
    const listeners = new Map(
      (
        await listenersOf(
          ctx,
          news,
          due.map((one) => one.id),
        )
      ).map((one) => [one.id, one]),
    )
    let written = 0
    for (const one of due) {
      const listener = listeners.get(one.id)
      const updates = listener ? newsFor(news, listener, since(one)) : []
      if (updates.length > 0 && (await write(ctx, page, one, updates))) written++
      await moveOn(ctx, page, one, until)
    }
    return written
  })
}

/** Some who are due, all of one page; those whom another process has are passed over. */
async function lockDue(ctx: Context): Promise<Subscriber[]> {
  const { rows } = await sql<{ id: string }>`
    select id from subscribers where org_id = ${ctx.org} and digest_due_at <= ${ctx.now()}
      and page_id = (select page_id from subscribers where org_id = ${ctx.org} and digest_due_at <= ${ctx.now()}
        order by digest_due_at limit 1)
    order by digest_due_at, id limit ${atOnce} for update skip locked`.execute(ctx.db)
  return ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .where('id', '=', sql<string>`any(${rows.map((row) => row.id)}::text[])`)
    .execute()
}

async function write(ctx: Context, page: Page, subscriber: Subscriber, told: readonly Told[]): Promise<boolean> {
  if (subscriber.state !== 'active') return false
  const frame = await bareFrame(ctx, page, languageFor(subscriber, page))
  const { words } = frame
  const chosen = wishesOf(subscriber).digest === 'weekly' ? ('weekly' as const) : ('daily' as const)
  const summary = {
    title: words.text(`digest.${chosen}`),
    lede: words.text('digest.lede', { page: page.name }),
    lines: [],
    parts: await partsOf(ctx, frame, told),
    chosen,
  }
  const occasion = `digest ${subscriber.id} ${subscriber.digest_due_at?.toISOString()}`
  return sendSummary(ctx, { page, frame, subscriber }, summary, occasion)
}

async function moveOn(ctx: Context, page: Page, subscriber: Subscriber, until: Date) {
  const wishes = wishesOf(subscriber)
  const now = ctx.now()
  await ctx.db
    .updateTable('subscribers')
    .set({
      digest_since: until,
      digest_due_at: wishes.digest && dueFor(wishes, page.time_zone, wishes.digest, now),
    })
    .where('id', '=', subscriber.id)
    .execute()
}
