import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { type EventKind, isFollowed, showsOnPage } from './kinds.ts'

export type NewEvent = {
  kind: EventKind
  /** The id of the thing that changed. */
  subject: string
  page?: string | null
  incident?: string | null
  /** Only some of the page's readers see it: when the page changed says nothing of it. */
  forSome?: boolean
  data?: Record<string, unknown>
}

/** The channel on which publishers hear that a page changed; the payload is the page's id. */
export const pageChanged = 'upfront_page'

/** The job that does what follows an event; src/jobs.ts says what that is for each kind. */
export const followEvent = defineJob('follow-event', z.object({ event: z.number(), kind: z.string() }))

/**
 * Records that something changed, in the transaction of the change. An event that the page shows raises the page's
 * version, which also puts the changes of one page in one order.
 */
export async function record(ctx: Context, event: NewEvent): Promise<number> {
  if (!ctx.db.isTransaction) throw new Error(`event ${event.kind} outside a transaction`)
  const { id } = await ctx.db
    .insertInto('events')
    .values({
      org_id: ctx.org,
      kind: event.kind,
      page_id: event.page ?? null,
      subject_id: event.subject,
      incident_id: event.incident ?? null,
      actor_kind: ctx.actor.kind,
      actor_id: 'id' in ctx.actor ? ctx.actor.id : null,
      actor_name: ctx.actor.name,
      data: JSON.stringify(event.data ?? {}),
      created_at: ctx.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (event.page && showsOnPage(event.kind))
    await touchPage(ctx, event.page, event.kind.startsWith('page.') && !event.forSome)
  if (isFollowed(event.kind)) await enqueue(ctx, followEvent, { event: id, kind: event.kind })
  return id
}

/** Records the same of many things at once: of a kind that no page shows and no work follows. */
export async function recordEach(
  ctx: Context,
  kind: EventKind,
  things: readonly { id: string; page: string }[],
  data = {},
) {
  if (!ctx.db.isTransaction || showsOnPage(kind) || isFollowed(kind))
    throw new Error(`event ${kind} cannot be recorded so`)
  if (things.length === 0) return
  await sql`
    insert into events (org_id, kind, page_id, subject_id, actor_kind, actor_id, actor_name, data, created_at)
    select ${ctx.org}, ${kind}, page, id, ${ctx.actor.kind}, ${'id' in ctx.actor ? ctx.actor.id : null}, ${ctx.actor.name},
      ${JSON.stringify(data)}::jsonb, ${ctx.now()}::timestamptz
    from unnest(${things.map(({ id }) => id)}::text[], ${things.map(({ page }) => page)}::text[]) as these (id, page)`.execute(
    ctx.db,
  )
}

/** Has a page published again. `itself`: the page was changed, and not something on it that not everybody may see. */
export async function touchPage(ctx: Context, page: string, itself = false): Promise<void> {
  await ctx.db
    .updateTable('pages')
    .set({ version: sql`version + 1`, updated_at: ctx.now(), ...(itself ? { changed_at: ctx.now() } : {}) })
    .where('id', '=', page)
    .where('org_id', '=', ctx.org)
    .execute()
  await sql`select pg_notify(${pageChanged}, ${page})`.execute(ctx.db)
}
