import { sql } from 'kysely'
import { componentsFor } from '../audiences/told.ts'
import { type Context, transaction } from '../lib/context.ts'
import { findPage, type Page } from '../pages/find.ts'
import { choiceOf } from '../subscribers/choice.ts'
import { bareFrame } from '../subscribers/document.ts'
import { dueFor } from '../subscribers/due.ts'
import type { Subscriber } from '../subscribers/find.ts'
import { wishesOf } from '../subscribers/preferences.ts'
import { languageFor } from '../subscribers/speak.ts'
import { uptimeOf } from '../uptime/find.ts'
import { partsOf } from './letter.ts'
import { listenersOf, newsFor, newsSince } from './news.ts'
import { sendSummary } from './send.ts'

/** Sends the summaries of the month that are due, once each. The figures are those of the page. */
export async function sendDueSummaries(ctx: Context): Promise<number> {
  let sent = 0
  while (await sendOne(ctx)) sent++
  return sent
}

function sendOne(outer: Context): Promise<boolean> {
  return transaction(outer, async (ctx) => {
    const { rows } = await sql<{ id: string }>`
      select id from subscribers where org_id = ${ctx.org} and summary_due_at <= ${ctx.now()}
      order by summary_due_at, id limit 1 for update skip locked`.execute(ctx.db)
    if (!rows[0]) return false
    const subscriber = await ctx.db
      .selectFrom('subscribers')
      .selectAll()
      .where('id', '=', rows[0].id)
      .executeTakeFirstOrThrow()
    const page = await findPage(ctx, subscriber.page_id)
    if (subscriber.state === 'active') await write(ctx, page, subscriber)
    const wishes = wishesOf(subscriber)
    await ctx.db
      .updateTable('subscribers')
      .set({ summary_due_at: wishes.monthlySummary ? dueFor(wishes, page.time_zone, 'monthly', ctx.now()) : null })
      .where('id', '=', subscriber.id)
      .execute()
    return true
  })
}

async function write(ctx: Context, page: Page, subscriber: Subscriber) {
  const frame = await bareFrame(ctx, page, languageFor(subscriber, page))
  const { words } = frame
  const { from, to, name } = monthBefore(subscriber.summary_due_at ?? ctx.now(), page.time_zone)
  const news = (await newsSince(ctx, page.id, from)).filter(({ at }) => at < to)
  const [listener] = await listenersOf(ctx, news, [subscriber.id])
  const parts = listener ? await partsOf(ctx, frame, newsFor(news, listener, from)) : []
  const summary = {
    title: words.text('digest.monthly', { month: words.month(name) }),
    lede: words.text('digest.lede', { page: page.name }),
    lines: [
      ...(await figures(ctx, subscriber, words, from, to)),
      ...(parts.length === 0 ? [words.text('digest.none')] : []),
    ],
    parts,
    chosen: 'monthly' as const,
  }
  await sendSummary(ctx, { page, frame, subscriber }, summary, `summary ${subscriber.id} ${name}`)
}

/** The month of the page's zone that ended before this moment. */
function monthBefore(at: Date, timeZone: string) {
  const day = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  const end = day.with({ day: 1 })
  const begin = end.subtract({ months: 1 })
  const moment = (one: Temporal.PlainDate) => new Date(one.toZonedDateTime(timeZone).epochMilliseconds)
  return { from: moment(begin), to: moment(end), name: begin.toPlainYearMonth().toString() }
}

/** Of the components that they follow and may see; of those at the top where they follow everything. */
async function figures(
  ctx: Context,
  subscriber: Subscriber,
  words: Awaited<ReturnType<typeof bareFrame>>['words'],
  from: Date,
  to: Date,
): Promise<string[]> {
  const choice = await choiceOf(ctx, subscriber)
  const shown = (await componentsFor(ctx, subscriber.page_id, subscriber.email)).filter((one) =>
    choice === null ? one.parent_id === null : choice.includes(one.id),
  )
  const lines: string[] = []
  for (const { id, name } of shown.slice(0, 100)) {
    const { uptimePercent } = await uptimeOf(ctx, id, { from, to })
    if (uptimePercent === null) continue
    const share = `${uptimePercent === 100 ? words.number(100) : words.number(uptimePercent, 2)} %`
    lines.push(words.text('digest.uptime', { name, share }))
  }
  return lines
}
