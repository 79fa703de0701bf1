import { sql } from 'kysely'
import { mailDocument, mailText } from '../channels/email-layout.ts'
import { fitted } from '../channels/fit.ts'
import type { Context } from '../lib/context.ts'
import { type Html, html } from '../lib/html.ts'
import { markdownToText } from '../lib/markdown.ts'
import type { Frame } from '../publishing/frame.ts'
import type { IncidentStatus } from '../publishing/snapshot.ts'
import type { Subscriber } from '../subscribers/find.ts'
import { manageUrl } from '../subscribers/link.ts'
import { wishesOf } from '../subscribers/preferences.ts'

type Part = { heading: string; text: string; when: string; url: string }

/** What happened, newest first: each incident with the newest post that its reader may hear of. */
export async function digestLetter(ctx: Context, frame: Frame, subscriber: Subscriber, updates: readonly string[]) {
  const { words, page } = frame
  const parts = await partsOf(ctx, frame, updates)
  const title = words.text(wishesOf(subscriber).digest === 'weekly' ? 'digest.weekly' : 'digest.daily')
  return letterOf(ctx, frame, subscriber, {
    title,
    lede: words.text('digest.lede', { page: page.name }),
    parts,
    lines: [],
  })
}

/** A mail of several parts, with the link that changes or ends it. */
export function letterOf(
  ctx: Context,
  { words, page }: Frame,
  subscriber: Subscriber,
  { title, lede, parts, lines }: { title: string; lede: string; parts: readonly Part[]; lines: readonly string[] },
) {
  const subject = `[${page.name}] ${title}`
  const manage = manageUrl(ctx, subscriber)
  const [choose, stop] = [words.text('confirm.choose'), words.text('manage.stop')]
  const main = html`<p>${lede}</p>${lines.length > 0 && html`<p>${lines.map((line, i) => html`${i > 0 && html`<br>`}<bdi>${line}</bdi>`)}</p>`}${parts.map(part)}`
  return {
    subject,
    html: mailDocument(
      subject,
      main,
      html`<p><a href="${manage}">${choose}</a> · <a href="${manage}#unsubscribe">${stop}</a></p>`,
      words.lang,
    ),
    text: mailText(
      [lede, lines.join('\n'), ...parts.map((one) => `${one.heading}\n${one.when}\n${one.text}\n${one.url}`)],
      [`${choose} · ${stop}: ${manage}`],
    ),
  }
}

const part = ({ heading, text, when, url }: Part): Html =>
  html`<h2 style="font-size:18px"><a href="${url}"><bdi>${heading}</bdi></a></h2><p>${when}<br><span dir="auto">${text}</span></p>`

/** Of updates by id, in the reader's language where somebody wrote it. */
export async function partsOf(
  ctx: Context,
  { words, page, times }: Frame,
  updates: readonly string[],
): Promise<Part[]> {
  const rows = await ctx.db
    .selectFrom('incident_updates as u')
    .innerJoin('incidents as i', 'i.id', 'u.incident_id')
    .select(['i.id', 'i.title', 'i.translations as named', 'u.status', 'u.body', 'u.translations', 'u.created_at'])
    .where('u.id', '=', sql<string>`any(${[...updates]}::text[])`)
    .orderBy('u.created_at', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => {
    const { [words.lang]: title } = row.named as Record<string, { title?: string } | undefined>
    const { [words.lang]: body } = row.translations as Record<string, { body?: string } | undefined>
    return {
      heading: words.text('incident.description', {
        phase: words.text(`phase.${row.status as IncidentStatus}`),
        title: title?.title ?? row.title,
      }),
      text: fitted(markdownToText(body?.body ?? row.body), 400),
      when: times.full(row.created_at),
      url: `${page.url}/incidents/${row.id}`,
    }
  })
}
