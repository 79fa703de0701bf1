import { sql } from 'kysely'
import { mailDocument, mailText, postalLine } from '../channels/email-layout.ts'
import { mailWordsOf } from '../channels/email-words.ts'
import { fitted } from '../channels/fit.ts'
import { textsIn } from '../incidents/texts.ts'
import type { Context } from '../lib/context.ts'
import { type Html, html } from '../lib/html.ts'
import { markdownToText } from '../lib/markdown.ts'
import { becauseWordsOf } from '../notifications/because-words.ts'
import type { Page } from '../pages/find.ts'
import type { Frame } from '../publishing/frame.ts'
import type { IncidentStatus } from '../publishing/snapshot.ts'
import type { Subscriber } from '../subscribers/find.ts'
import { manageUrl } from '../subscribers/link.ts'
import type { Told } from './news.ts'

type Part = { heading: string; text: string; when: string; url: string }

/** Several posts at once: a digest, or the summary of a month. */
export type Summary = {
  title: string
  lede: string
  /** Above the posts: the figures of a month. */
  lines: readonly string[]
  parts: readonly Part[]
  /** What its reader chose, which is why they get it. */
  chosen: 'daily' | 'weekly' | 'monthly'
}

/** A mail of several parts, with the link that changes or ends it. */
export function letterOf(
  ctx: Context,
  { page: { postal_address }, frame, subscriber }: { page: Page; frame: Frame; subscriber: Subscriber },
  { title, lede, parts, lines, chosen }: Summary,
) {
  const { words, page } = frame
  const subject = `[${page.name}] ${title}`
  const manage = manageUrl(ctx, subscriber)
  const why = mailWordsOf(words.lang).reason(page.name, becauseWordsOf(words.lang)[chosen])
  const [choose, stop] = [words.text('confirm.choose'), words.text('manage.stop')]
  const main = html`<p>${lede}</p>${lines.length > 0 && html`<p>${lines.map((line, i) => html`${i > 0 && html`<br>`}<span dir="${words.dir}">${line}</span>`)}</p>`}${parts.map(part)}`
  return {
    subject,
    html: mailDocument(
      subject,
      main,
      html`<p>${why}<br><a href="${manage}">${choose}</a> · <a href="${manage}#unsubscribe">${stop}</a>${postalLine(postal_address)}</p>`,
      words.lang,
    ),
    text: mailText(
      [lede, lines.join('\n'), ...parts.map((one) => `${one.heading}\n${one.when}\n${one.text}\n${one.url}`)],
      [why, `${choose} · ${stop}: ${manage}`, ...(postal_address ? [postal_address] : [])],
    ),
  }
}

const part = ({ heading, text, when, url }: Part): Html =>
  html`<h2 style="font-size:18px"><a href="${url}"><bdi>${heading}</bdi></a></h2><p>${when}</p><p dir="auto">${text.split(/\n+/).map((line, i) => html`${i > 0 && html`<br>`}${line}`)}</p>`

/** What happened, newest first, in the words for this reader and in their language where somebody wrote it. */
export async function partsOf(ctx: Context, { words, page, times }: Frame, told: readonly Told[]): Promise<Part[]> {
  const rows = await ctx.db
    .selectFrom('incident_updates as u')
    .innerJoin('incidents as i', 'i.id', 'u.incident_id')
    .select(['u.id as update', 'i.id', 'i.title', 'i.translations as named', 'u.status', 'u.body', 'u.texts'])
    .select(['u.translations', 'u.created_at'])
    .where('u.id', '=', sql<string>`any(${told.map(({ update }) => update)}::text[])`)
    .orderBy('u.created_at', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => {
    const audience = told.find(({ update }) => update === row.update)?.words ?? null
    const own = audience === null ? undefined : textsIn(row.texts).find((one) => one.audience === audience)
    const { [words.lang]: title } = row.named as Record<string, { title?: string } | undefined>
    const translations = (own?.translations ?? row.translations) as Record<string, { body?: string } | undefined>
    return {
      heading: words.text('incident.description', {
        phase: words.text(`phase.${row.status as IncidentStatus}`),
        title: title?.title ?? row.title,
      }),
      text: fitted(markdownToText(translations[words.lang]?.body ?? own?.body ?? row.body), 400),
      when: times.full(row.created_at),
      url: `${page.url}/incidents/${row.id}`,
    }
  })
}
