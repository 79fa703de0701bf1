import type { ListedAlert } from '../alerts/list.ts'
import { listAlerts } from '../alerts/list.ts'
import { listEvents } from '../events/list.ts'
import type { Context } from '../lib/context.ts'
import type { ComponentStatus, IncidentStatus } from '../publishing/snapshot.ts'
import { impactWord, phaseWord, statusWord } from '../publishing/words.ts'

/** One line of what happened behind the scenes. */
export type Moment = { at: Date; who: string; words: string; detail: string | null; href: string | null }

/** All that happened to an incident, posts and alerts included, newest first. */
export async function timelineOf(ctx: Context, incident: string): Promise<Moment[]> {
  const events = (await listEvents(ctx, { incident, limit: 200 })).items
  const alerts = await listAlerts(ctx, { incident, limit: 200 })
  const names = await componentNames(ctx, events)
  return [...events.flatMap((event) => momentOf(event, names) ?? []), ...alerts.map(alertMoment)].sort(
    (a, b) => b.at.getTime() - a.at.getTime(),
  )
}

type Event = Awaited<ReturnType<typeof listEvents>>['items'][number]

function momentOf(event: Event, names: ReadonlyMap<string, string>): Moment | null {
  const said = wordsFor(event, names)
  if (!said) return null
  return {
    at: event.createdAt,
    who: event.actor.kind === 'system' ? 'Upfront' : event.actor.name,
    detail: null,
    href: null,
    ...said,
  }
}

type Said = { words: string; detail?: string | null; href?: string | null }

function wordsFor({ kind, data, subject }: Event, names: ReadonlyMap<string, string>): Said | null {
  const text = (name: string) => (typeof data[name] === 'string' ? data[name] : '')
  const draft = { detail: text('reason') || null, href: `/console/drafts/${subject}` }
  const silently = data.notify === false ? ', telling nobody' : ''
  const words: Record<string, () => Said> = {
    'incident.opened': () => ({ words: 'opened it' }),
    'incident.changed': () => ({ words: changed(data) }),
    'update.posted': () => ({ words: `posted: ${phaseWord[text('status') as IncidentStatus]}${silently}` }),
    'update.corrected': () => ({ words: `corrected a post${silently}` }),
    'update.withdrawn': () => {
      const back = phaseWord[text('status') as IncidentStatus]
      return {
        words: `withdrew a post${silently}${back ? `; it is ${back.toLowerCase()} again` : ''}`,
        detail: text('reason'),
      }
    },
    'component.status_changed': () => ({
      words: `changed ${names.get(subject) ?? 'a component'}: ${statusWord[text('from') as ComponentStatus]} → ${statusWord[text('to') as ComponentStatus]}`,
    }),
    'draft.created': () => ({ words: 'has a message ready that waits', ...draft }),
    'draft.asked': () => ({ words: 'asks for a decision', ...draft }),
    'draft.edited': () => ({ words: 'edited the draft', ...draft }),
    'draft.published': () => ({ words: 'let the draft go out', ...draft }),
    'draft.cancelled': () => ({ words: 'cancelled the draft', ...draft }),
    'draft.rejected': () => ({ words: 'rejected the draft', ...draft }),
    'promise.due': () => ({ words: 'noted that the promised update was due' }),
  }
  return words[kind]?.() ?? null
}

function changed(data: Record<string, unknown>): string {
  const impact = impactWord[data.impact as keyof typeof impactWord]
  const parts = [
    data.closed === true && 'closed it',
    typeof data.title === 'string' && `called it “${data.title}”`,
    impact && `set the impact to ${impact.toLowerCase()}`,
    data.nextUpdateAt === null
      ? 'took back the promise of a next update'
      : data.nextUpdateAt && 'promised another time',
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'changed it'
}

const alertMoment = (alert: ListedAlert): Moment => ({
  at: alert.received_at,
  who: alert.source_name,
  words: `${alert.state === 'resolved' ? 'recovered' : alert.state === 'firing' ? 'fired' : 'reported'}: ${alert.title}`,
  detail: alert.reason,
  href: `/console/alerts/${alert.id}`,
})

async function componentNames(ctx: Context, events: readonly Event[]): Promise<Map<string, string>> {
  const ids = events.filter(({ kind }) => kind === 'component.status_changed').map(({ subject }) => subject)
  if (ids.length === 0) return new Map()
  const rows = await ctx.db
    .selectFrom('components')
    .select(['id', 'name'])
    .where('org_id', '=', ctx.org)
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
