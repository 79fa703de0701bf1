import { type Selectable, sql } from 'kysely'
import type { BulkChanges } from '../db/schema.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Forbidden, InvalidInput, NotFound } from '../lib/errors.ts'
import { newId } from '../lib/id.ts'
import { z } from '../lib/zod.ts'
import { defineJob, enqueue } from '../queue/job.ts'
import { asActor, countsOf, plus } from '../subscriber-imports/find.ts'
import { changeMany, ManyChange } from '../subscribers/change-many.ts'
import { countExactly } from '../subscribers/count.ts'
import { type Filter, matching } from '../subscribers/filter.ts'
import { mayCall } from '../web/permission.ts'

export type BulkChange = Selectable<BulkChanges>

export const bulkChangeJob = defineJob('change-subscribers', z.object({ change: z.string() }))

/** Either those that are named, or all that match a filter when it was asked for. */
export const Selection = z.union([
  z.strictObject({ ids: z.array(z.string().max(40)).min(1).max(1000) }),
  z.strictObject({ filter: z.record(z.string(), z.string()) }),
])
export type Selection = z.output<typeof Selection>

const chunk = 200

/** How many are chosen. */
export const countSelected = async (ctx: Context, selection: Selection): Promise<number> =>
  'ids' in selection ? selection.ids.length : countExactly(ctx, selection.filter as Filter)

/** Has many subscribers changed, chunk by chunk. */
export async function startBulkChange(outer: Context, change: ManyChange, selection: Selection): Promise<BulkChange> {
  if (change.action === 'erase' && !mayCall(outer.actor, 'admin'))
    throw new Forbidden('Erasing needs the role admin or above.')
  const total = await countSelected(outer, selection)
  if (total === 0) throw new InvalidInput('Nobody is chosen.')
  return transaction(outer, async (ctx) => {
    const now = ctx.now()
    const row = await ctx.db
      .insertInto('bulk_changes')
      .values({
        id: newId(ctx),
        org_id: ctx.org,
        change: JSON.stringify(change),
        selection: JSON.stringify(selection),
        state: 'running',
        total,
        actor: JSON.stringify(ctx.actor),
        created_at: now,
        updated_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await enqueue(ctx, bulkChangeJob, { change: row.id }, { queue: `bulk ${row.id}` })
    return row
  })
}

export async function findBulkChange(ctx: Context, id: string): Promise<BulkChange> {
  const row = await ctx.db
    .selectFrom('bulk_changes')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new NotFound('change')
  return row
}

/** What was searched for may be an address, and is not needed any more. */
const forgotten = sql<string>`selection #- '{filter,q}'`

/** What was changed stays so; the rest stays as it is. */
export const stopBulkChange = (ctx: Context, id: string) =>
  ctx.db
    .updateTable('bulk_changes')
    .set({ state: 'stopped', selection: forgotten, updated_at: ctx.now() })
    .where('org_id', '=', ctx.org)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()

/** The job. Each chunk is changed whole, together with how far it is: killed, it goes on there. */
export async function runBulkChange(ctx: Context, input: { change: string }): Promise<void> {
  while (await changeChunk(ctx, input.change));
}

const changeChunk = (outer: Context, id: string): Promise<boolean> =>
  transaction(outer, async (system) => {
    const row = await system.db
      .selectFrom('bulk_changes')
      .selectAll()
      .where('org_id', '=', system.org)
      .where('id', '=', id)
      .where('state', '=', 'running')
      .forUpdate()
      .executeTakeFirst()
    if (!row) return false
    const ctx: Context = { ...system, actor: asActor(row.actor) }
    const ids = await nextOf(ctx, row)
    const done = await changeMany(ctx, ManyChange.parse(row.change), ids)
    const outcomes = plus(
      countsOf(row.outcomes),
      done.map(({ outcome }) => outcome),
    )
    const set =
      ids.length === 0
        ? { state: 'done', selection: forgotten }
        : { cursor: ids.at(-1)!, outcomes: JSON.stringify(outcomes) }
    await ctx.db
      .updateTable('bulk_changes')
      .set({ ...set, updated_at: ctx.now() })
      .where('id', '=', id)
      .execute()
    return ids.length > 0
  })

/** By id, so that a change that takes them out of the filter leaves out nobody. Whoever came later was not counted. */
async function nextOf(ctx: Context, row: BulkChange): Promise<string[]> {
  const selection = Selection.parse(row.selection)
  const condition =
    'ids' in selection
      ? sql<boolean>`id = any(${selection.ids}::text[])`
      : await matching(ctx, selection.filter as Filter)
  const rows = await ctx.db
    .selectFrom('subscribers')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where(condition)
    .where('created_at', '<=', row.created_at)
    .where('id', '>', row.cursor)
    .orderBy('id')
    .limit(chunk)
    .execute()
  return rows.map(({ id }) => id)
}
