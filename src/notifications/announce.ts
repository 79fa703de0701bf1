import type { Selectable } from 'kysely'
import type { Announcements } from '../db/schema.ts'
import { type Context, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { z } from '../lib/zod.ts'
import { defineJob, enqueue } from '../queue/job.ts'

export type Announcement = Selectable<Announcements>
export type AnnouncementKind = 'update' | 'correction' | 'withdrawal'

export const fanOutJob = defineJob('fan-out', z.object({ announcement: z.string() }))

/**
 * What follows when an update is posted, corrected or withdrawn: its readers are told, once for each event. A post that
 * asked to tell nobody gets one row that says so.
 */
export async function announce(outer: Context, eventId: number): Promise<void> {
  await transaction(outer, async (ctx) => {
    const event = await postEvent(ctx, eventId)
    if (!event) return
    const now = ctx.now()
    const begins = event.graceSeconds > 0 ? new Date(event.at.getTime() + event.graceSeconds * 1000) : null
    const added = await ctx.db
      .insertInto('announcements')
      .values({
        id: newId(ctx),
        org_id: ctx.org,
        page_id: event.page,
        incident_id: event.incident,
        update_id: event.update,
        update_number: event.number,
        kind: event.kind,
        event_id: eventId,
        silent_reason: event.notify ? null : silence[event.kind],
        chosen_at: event.notify ? null : now,
        begins_at: begins,
        created_at: now,
      })
      .onConflict((oc) => oc.column('event_id').doNothing())
      .returning(['id', 'page_id'])
      .executeTakeFirst()
    if (added && event.notify) await wakeFanOut(ctx, added, begins ? { at: begins } : {})
  })
}

/** The fan-outs of one page run one after the other, so that a newer post finds what an older one queued. */
export const wakeFanOut = (ctx: Context, { id, page_id }: { id: string; page_id: string }, later: { at?: Date } = {}) =>
  enqueue(ctx, fanOutJob, { announcement: id }, { key: `fan-out:${id}`, queue: `fan-out:${page_id}`, ...later })

const silence: Record<AnnouncementKind, string> = {
  update: 'this post asked to tell nobody',
  correction: 'nobody was to be told of the correction',
  withdrawal: 'nobody was to be told of the withdrawal',
}

const kindOf: Record<string, AnnouncementKind> = {
  'update.posted': 'update',
  'update.corrected': 'correction',
  'update.withdrawn': 'withdrawal',
}

async function postEvent(ctx: Context, id: number) {
  const row = await ctx.db
    .selectFrom('events as e')
    .innerJoin('incident_updates as u', 'u.id', 'e.subject_id')
    .innerJoin('incidents as i', 'i.id', 'u.incident_id')
    .select([
      'e.kind',
      'e.data',
      'e.created_at as at',
      'u.id as update',
      'u.number',
      'u.notify',
      'i.id as incident',
      'i.page_id as page',
    ])
    .where('e.id', '=', id)
    .where('e.org_id', '=', ctx.org)
    .executeTakeFirst()
  const kind = row && kindOf[row.kind]
  if (!row || !kind) return null
  const { data: asked } = Asked.safeParse(row.data)
  const notify = kind === 'update' ? row.notify : asked?.notify === true
  return { ...row, kind, notify, graceSeconds: asked?.graceSeconds ?? 0 }
}

const Asked = z.object({ notify: z.boolean(), graceSeconds: z.number().optional() })
