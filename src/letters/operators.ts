import { letterMessage } from '../channels/email-letter.ts'
import { findDraft } from '../drafts/find.ts'
import { findIncident } from '../incidents/find.ts'
import { consoleUrl } from '../lib/console-url.ts'
import type { Context } from '../lib/context.ts'
import { durationInWords } from '../lib/duration.ts'
import { momentInWords } from '../lib/zone.ts'
import { findPage } from '../pages/find.ts'
import { quarantineNews, slowNews } from './delivery-news.ts'
import { chosen, type News } from './news.ts'
import { queueLetter } from './queue.ts'

/** Tells those operators who chose so what needs a person: a draft that waits, a promise that is due, a silent source. */
export async function tellOperators(ctx: Context, eventId: number): Promise<void> {
  const event = await ctx.db
    .selectFrom('events')
    .select(['kind', 'subject_id', 'data', 'created_at'])
    .where('id', '=', eventId)
    .where('org_id', '=', ctx.org)
    .executeTakeFirst()
  const news = event && (await newsOf(ctx, event))
  if (!news) return
  const people = await ctx.db
    .selectFrom('users')
    .select(['id', 'email'])
    .where('org_id', '=', ctx.org)
    .where('disabled_at', 'is', null)
    .where(news.wish, '=', true)
    .execute()
  for (const { id, email } of people)
    await queueLetter(ctx, {
      kind: news.kind,
      sender: 'Upfront',
      recipient: email,
      message: news.message,
      occasion: `event ${eventId} to ${id}`,
    })
}

type Event = { kind: string; subject_id: string; data: unknown; created_at: Date }

async function newsOf(ctx: Context, event: Event): Promise<News | null> {
  if (event.kind === 'draft.created' || event.kind === 'draft.asked') return draftNews(ctx, event)
  if (event.kind === 'promise.due') return promiseNews(ctx, event)
  if (event.kind === 'source.silent') return silenceNews(ctx, event)
  if (event.kind === 'objective.missed') return slowNews(ctx, event)
  if (event.kind === 'subscriber.quarantined') return quarantineNews(ctx, event)
  return null
}

async function draftNews(ctx: Context, event: Event): Promise<News | null> {
  const draft = await findDraft(ctx, event.subject_id)
  if (draft.state !== 'awaiting_approval') return null
  const page = await findPage(ctx, draft.page_id)
  return {
    kind: 'draft',
    wish: 'tell_drafts',
    message: letterMessage({
      subject: `[${page.name}] Waits for you: ${draft.title}`,
      paragraphs: [
        `A message for ${page.name} waits for you. Nobody has been told yet.`,
        draft.reason ? `Why it waits: ${draft.reason}` : '',
      ],
      quote: { title: draft.title, body: draft.body },
      action: { label: 'Approve, edit or reject', url: `${consoleUrl(ctx.settings)}/console/drafts/${draft.id}` },
      ...chosen(ctx, 'of drafts that wait'),
    }),
  }
}

async function promiseNews(ctx: Context, event: Event): Promise<News | null> {
  const incident = await findIncident(ctx, event.subject_id)
  const page = await findPage(ctx, incident.page_id)
  if (incident.resolved_at || !incident.next_update_at || incident.next_update_at > ctx.now()) return null
  const promised = momentInWords(incident.next_update_at, page.time_zone, ctx.now())
  return {
    kind: 'promise',
    wish: 'tell_promises',
    message: letterMessage({
      subject: `[${page.name}] An update is due: ${incident.title}`,
      paragraphs: [
        `Readers of ${page.name} were promised the next update by ${promised}. There is none yet.`,
        `“${incident.title}” has been open for ${durationInWords(ctx.now().getTime() - incident.started_at.getTime())}.`,
      ],
      action: { label: 'Post an update', url: `${consoleUrl(ctx.settings)}/console/incidents/${incident.id}` },
      ...chosen(ctx, 'of promised updates that are due'),
    }),
  }
}

async function silenceNews(ctx: Context, event: Event): Promise<News | null> {
  const source = await ctx.db
    .selectFrom('sources')
    .select(['id', 'name', 'silent_since'])
    .where('id', '=', event.subject_id)
    .where('org_id', '=', ctx.org)
    .executeTakeFirst()
  if (!source?.silent_since) return null
  const silence = durationInWords(ctx.now().getTime() - source.silent_since.getTime())
  return {
    kind: 'silence',
    wish: 'tell_silence',
    message: letterMessage({
      subject: `[Upfront] Nothing heard from ${source.name}`,
      paragraphs: [
        `Nothing has arrived from ${source.name} for ${silence}, which is longer than usual.`,
        'Either all is well there, or its alerts no longer reach this place: then readers would not be told.',
      ],
      action: { label: 'Look at the source', url: `${consoleUrl(ctx.settings)}/console/sources/${source.id}` },
      ...chosen(ctx, 'of sources that fall silent'),
    }),
  }
}
