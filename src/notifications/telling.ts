import { sql } from 'kysely'
import { media } from '../channels/channel.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict, NotFound } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { announce } from './announce.ts'
import { wakeLanes } from './wake.ts'

export const stopTellingJob = defineJob('stop-telling', z.object({ announcement: z.string() }))

/** Holds back what has not left of a post, until it is resumed or stopped. What is leaving leaves. */
export const pauseTelling = (ctx: Context, update: string): Promise<void> =>
  changeTelling(ctx, update, 'telling.paused', { paused_at: ctx.now() })

export async function resumeTelling(ctx: Context, update: string): Promise<void> {
  await changeTelling(ctx, update, 'telling.resumed', { paused_at: null })
  await wakeLanes(ctx)
}

/** What has not left of a post never does. There is no way back. */
export const stopTelling = (outer: Context, update: string): Promise<void> =>
  transaction(outer, async (ctx) => {
    const now = ctx.now()
    await changeTelling(ctx, update, 'telling.stopped', {
      paused_at: now,
      stopped_at: now,
      stopped_by: ctx.actor.name,
      chosen_at: sql<Date>`coalesce(chosen_at, ${now})`,
    })
  })

type Kind = 'telling.paused' | 'telling.resumed' | 'telling.stopped'
type Change = {
  paused_at: Date | null
  stopped_at?: Date
  stopped_by?: string
  chosen_at?: ReturnType<typeof sql<Date>>
}

async function changeTelling(outer: Context, update: string, kind: Kind, change: Change): Promise<void> {
  await transaction(outer, async (ctx) => {
    const all = await ctx.db
      .selectFrom('announcements')
      .select(['id', 'page_id', 'incident_id', 'paused_at', 'stopped_at', 'silent_reason'])
      .where('org_id', '=', ctx.org)
      .where('update_id', '=', update)
      .forUpdate()
      .execute()
    const [first] = all
    if (!first) return sooner(ctx, update, kind, change)
    const open = all.filter((one) => one.stopped_at === null && one.silent_reason === null)
    if (open.length === 0)
      throw new Conflict('Nobody is being told of this post: that was stopped, or was never asked for.')
    const ids = open.filter((one) => kind !== 'telling.paused' || one.paused_at === null).map(({ id }) => id)
    if (ids.length === 0) return
    await ctx.db.updateTable('announcements').set(change).where('id', 'in', ids).execute()
    await record(ctx, { kind, subject: update, page: first.page_id, incident: first.incident_id })
    if (kind === 'telling.stopped') for (const id of ids) await enqueue(ctx, stopTellingJob, { announcement: id })
  })
}

/** Who is quicker than the job that follows the post does its work first. */
async function sooner(ctx: Context, update: string, kind: Kind, change: Change): Promise<void> {
  const posted = await ctx.db
    .selectFrom('incident_updates as u')
    .innerJoin('events as e', (on) =>
      on.onRef('e.incident_id', '=', 'u.incident_id').onRef('e.subject_id', '=', 'u.id'),
    )
    .select('e.id')
    .where('u.id', '=', update)
    .where('u.org_id', '=', ctx.org)
    .where('e.kind', '=', 'update.posted')
    .executeTakeFirst()
  if (!posted) throw new NotFound('update')
  await announce(ctx, posted.id)
  await changeTelling(ctx, update, kind, change)
}

const chunk = 2000

/** Says of everything that has not left that it was stopped, in chunks; comes back for what is leaving at this moment. */
export async function sayItWasStopped(ctx: Context, input: { announcement: string }): Promise<void> {
  const one = await ctx.db
    .selectFrom('announcements')
    .selectAll()
    .where('id', '=', input.announcement)
    .where('org_id', '=', ctx.org)
    .executeTakeFirst()
  if (!one?.stopped_at) return
  const reason = `stopped by ${one.stopped_by}`
  const end = async (which: ReturnType<typeof sql>) => {
    const { numAffectedRows } = await sql`
      update deliveries set state = 'skipped', reason = ${reason}, detail = null, updated_at = ${ctx.now()}
      where id in (select id from deliveries where org_id = ${ctx.org} and event_id = ${one.event_id}
        and state = 'queued' and ${which} limit ${chunk} for update skip locked)`.execute(ctx.db)
    return Number(numAffectedRows ?? 0)
  }
  while ((await end(sql`page_id = ${one.page_id} and channel = any(${[...media]}::text[]) and attempts = 0`)) > 0);
  while ((await end(sql`attempts > 0`)) > 0);
  // One that was leaving may have come back a moment ago.
  const left = await ctx.db
    .selectFrom('deliveries')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('state', 'in', ['queued', 'sending'])
    .where('event_id', '=', one.event_id)
    .limit(1)
    .executeTakeFirst()
  if (left) await enqueue(ctx, stopTellingJob, input, { at: new Date(ctx.now().getTime() + 10_000) })
}
