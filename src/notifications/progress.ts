import { sql } from 'kysely'
import { media } from '../channels/channel.ts'
import type { Context } from '../lib/context.ts'
import type { Announcement } from './announce.ts'
import { keptNumbers } from './keep-numbers.ts'

/** How far a post has come to its readers. */
export type Progress = {
  state: 'choosing' | 'telling' | 'paused' | 'stopped' | 'done'
  sent: number
  failed: number
  /** Waits, is leaving or is tried again. */
  left: number
  /** There are more than that: no more are counted. */
  isMore: boolean
  perMinute: number
  /** Null: nobody can say. */
  secondsLeft: number | null
}

/** Of each time that readers were told of an update, in order. Those that told nobody are left out. */
export async function tellingsOf(ctx: Context, update: string): Promise<Telling[]> {
  const rows = await ctx.db
    .selectFrom('announcements')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('update_id', '=', update)
    .where('silent_reason', 'is', null)
    .orderBy('event_id')
    .execute()
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      kind: row.kind,
      beginsAt: row.begins_at,
      stoppedBy: row.stopped_by,
      ...(await progressOf(ctx, row)),
    })),
  )
}

export type Telling = Progress & { id: string; kind: string; beginsAt: Date | null; stoppedBy: string | null }

const most = 20_000

/** Of one time that readers are told: of a post, of its correction or of its withdrawal. */
export async function progressOf(ctx: Context, announcement: Announcement): Promise<Progress> {
  const now = ctx.now()
  const { event_id, page_id } = announcement
  const { rows } = await sql<{ left: number }>`
    select (select count(*) from (
        select 1 from deliveries where page_id = ${page_id} and channel = any(${[...media]}::text[])
          and event_id = ${event_id} and state = 'queued' and attempts = 0 limit ${most + 1}) waiting)
      + (select count(*) from deliveries where org_id = ${ctx.org} and event_id = ${event_id} and state = 'queued' and attempts > 0)
      + (select count(*) from deliveries where org_id = ${ctx.org} and event_id = ${event_id} and state = 'sending')
      as left`.execute(ctx.db)
  const pace = await ctx.db
    .selectFrom('delivery_pace')
    .select(['minute', 'state'])
    .select(({ fn }) => fn.sum<number>('count').as('count'))
    .where('announcement_id', '=', announcement.id)
    .groupBy(['minute', 'state'])
    .execute()
  const total = (state: string) =>
    pace.filter((one) => one.state === state).reduce((sum, { count }) => sum + Number(count), 0)
  const { left, isMore } = await leftOf(ctx, announcement, Number(rows[0]?.left ?? 0))
  const slots = pace.map(({ minute, count }) => ({ minute, count: Number(count) }))
  const perMinute = paceOf(slots, now)
  const state = stateOf(announcement, left)
  return {
    state,
    sent: total('sent'),
    failed: total('failed'),
    left,
    isMore,
    perMinute,
    secondsLeft: state === 'telling' && !isMore ? secondsFor(left, perMinute) : null,
  }
}

/** Of very many it is known how many they were when they were counted last. */
async function leftOf(
  ctx: Context,
  { update_id }: Announcement,
  left: number,
): Promise<Pick<Progress, 'left' | 'isMore'>> {
  if (left <= most) return { left, isMore: false }
  const { queued = 0, sending = 0 } = (await keptNumbers(ctx, update_id))?.numbers.counts ?? {}
  return queued + sending > most ? { left: queued + sending, isMore: false } : { left: most, isMore: true }
}

function stateOf({ paused_at, stopped_at, chosen_at }: Announcement, left: number): Progress['state'] {
  if (stopped_at) return 'stopped'
  if (paused_at) return 'paused'
  if (!chosen_at) return 'choosing'
  return left > 0 ? 'telling' : 'done'
}

/**
 * Messages a minute, by the last minutes as they were counted: the whole one before this, and of this one what has passed.
 * 0 where nothing left in them.
 */
export function paceOf(slots: readonly { minute: Date; count: number }[], now: Date): number {
  const minute = Math.floor(now.getTime() / 60_000) * 60_000
  const at = (start: number) =>
    slots.filter((slot) => slot.minute.getTime() === start).reduce((sum, { count }) => sum + count, 0)
  const passed = (now.getTime() - minute) / 60_000
  const before = at(minute - 60_000)
  if (before > 0) return Math.round((before + at(minute)) / (1 + passed))
  // Of a few seconds nothing can be said.
  return passed < 1 / 6 ? 0 : Math.round(at(minute) / passed)
}

const secondsFor = (left: number, perMinute: number) => (perMinute > 0 ? Math.ceil((left / perMinute) * 60) : null)
