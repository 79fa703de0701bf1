import { audienceChoices, audiencesIn } from '../audiences/fields.ts'
import type { Limit } from '../audiences/rights.ts'
import { type Medium, media } from '../channels/channel.ts'
import { componentsOf } from '../components/find.ts'
import type { ComponentStatus } from '../components/status.ts'
import { componentStatuses } from '../components/status.ts'
import type { IncidentDetails } from '../incidents/details.ts'
import type { TellOnly } from '../incidents/tell-only.ts'
import { isEnd } from '../incidents/words.ts'
import type { Context } from '../lib/context.ts'
import type { Page } from '../pages/find.ts'
import { pageUrl } from '../pages/url.ts'
import type { Values } from '../web/page.ts'
import { countToTell } from './audience.ts'
import { componentsIn, promisedAt } from './fields.ts'
import { type Reach, reachOf } from './reach.ts'
import { isForWorld, mailFor, type Sample, sampleMessage, writtenFor } from './sample.ts'
import { type Narrowed, narrowedSoFar } from './tell-only.ts'
import { type TypedText, textsTyped } from './texts.ts'

/** A post that is not there yet, with all that readers would see of it. */
export type Sketch = {
  page: { name: string; zone: string; url: string }
  now: Date
  kind: 'incident' | 'maintenance' | 'notice'
  /** Null until the incident is open. */
  id: string | null
  /** It has ended already. */
  over: boolean
  /** Somebody else posted while it was written, and its writer has seen that. */
  anyway: boolean
  title: string
  status: string
  body: string
  /** In few words, where somebody wrote them. */
  short: string | null
  /** Other words for some readers, by id of the audience, with what it is called. */
  texts: (TypedText & { name: string })[]
  /** Whose words the preview shows; null: those of everybody else. */
  reader: string | null
  /** The channel that it shows. */
  way: Medium
  /** What arrives there. */
  sample: Sample | null
  /** What arrives by mail. */
  mail: { subject: string; text: string }
  startedAt: Date
  nextUpdateAt: Date | null
  /** What it affects once this is posted. */
  affected: { id?: string; name: string; status: ComponentStatus }[]
  /** What the post changes. */
  changes: { name: string; from: ComponentStatus; to: ComponentStatus }[]
  /** Who may see the incident, and the post. */
  limit: { incident: Limit; post: Limit }
  /** Whom alone of those it is told to. */
  labels: readonly string[] | null
  tellOnly: TellOnly | null
  /** That a person chose; null: it follows from what is affected. */
  impact: string | null
  /** Worked out where it was asked for. */
  reach: Reach | null
  notify: boolean
  /** How many people would be told. */
  tells: number
}

/** What a post would look like, from what is typed so far; nothing in it needs to be right yet. */
export async function sketchOf(
  ctx: Context,
  {
    page,
    details,
    values,
    narrowed = narrowedSoFar(values),
  }: { page: Page; details: IncidentDetails | null; values: Values; narrowed?: Narrowed },
): Promise<Sketch> {
  const text = (name: string) => [values[name] ?? ''].flat()[0] ?? ''
  const chosen = statusesIn(values)
  const rows = await componentsOf(ctx, page.id)
  const before = new Map((details?.components ?? []).map(({ id, status }) => [id, status]))
  const ids = rows.map(({ id }) => id).filter((id) => before.has(id) || chosen.has(id))
  const limit = audiencesIn(values)
  const status = text('status') || details?.incident.status || 'investigating'
  const affected = ids.map((id) => {
    const row = rows.find((one) => one.id === id)!
    const now = row.status as ComponentStatus
    const next = chosen.get(id) ?? (isEnd(status) ? (row.base_status as ComponentStatus) : (before.get(id) ?? now))
    return { id, name: row.name, from: now, to: status === 'scheduled' ? now : next, status: next }
  })
  const names = new Map(await audienceChoices(ctx, page.id))
  const texts = textsTyped(values).map((one) => ({ ...one, name: names.get(one.audience) ?? one.audience }))
  const sketch: Sketch = {
    page: { name: page.name, zone: page.time_zone, url: await pageUrl(ctx, page) },
    now: ctx.now(),
    kind: (details?.incident.kind ?? (text('kind') === 'notice' ? 'notice' : 'incident')) as Sketch['kind'],
    id: details?.incident.id ?? null,
    over: Boolean(details?.incident.resolved_at),
    anyway: values.anyway !== undefined,
    title: text('title').trim() || details?.incident.title || '',
    status,
    body: text('body').trim(),
    short: text('short').trim() || null,
    texts,
    reader: texts.find(({ audience }) => audience === text('reader'))?.audience ?? null,
    way: media.find((one) => one === text('way')) ?? 'sms',
    sample: null,
    mail: { subject: '', text: '' },
    startedAt: details?.incident.started_at ?? ctx.now(),
    nextUpdateAt: promisedAt(ctx, status, text('next')),
    affected: affected.map(({ id, name, status }) => ({ id, name, status })),
    changes: affected.filter(({ from, to }) => from !== to).map(({ name, from, to }) => ({ name, from, to })),
    limit: details ? { incident: details.incident.audiences, post: limit } : { incident: limit, post: null },
    ...narrowed,
    impact: details && (details.incident.impact_chosen || isEnd(status)) ? details.incident.impact : null,
    reach: null,
    notify: values.notify !== undefined,
    tells: await countToTell(ctx, page.id, ids, {
      ...(details ? { incident: details.incident.audiences, post: limit } : { incident: limit }),
      about: {
        id: details?.incident.id ?? null,
        kind: details?.incident.kind ?? (text('kind') === 'notice' ? 'notice' : 'incident'),
        isLast: isEnd(status),
      },
      labels: narrowed.labels,
      only: narrowed.tellOnly,
    }),
  }
  const reach = values.reach === undefined ? null : await reachOf(ctx, page, sketch)
  return withSamples(ctx, page, { ...sketch, reach })
}

/** With what arrives of it, in the words for the chosen reader. */
export function withSamples(ctx: Context, page: Page, sketch: Sketch): Sketch {
  const world = isForWorld(sketch.way)
  const mine = sampleMessage(ctx, page, sketch, { words: sketch.reader })
  const message = world ? sampleMessage(ctx, page, sketch, { world }) : mine
  return { ...sketch, sample: writtenFor(message, sketch.way), mail: mailFor(ctx, mine) }
}

function statusesIn(values: Values): Map<string, ComponentStatus> {
  const found = new Map<string, ComponentStatus>()
  for (const [id, word] of Object.entries(componentsIn(values))) {
    const status = componentStatuses.find((one) => one === word)
    if (status) found.set(id, status)
  }
  return found
}
