import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput, NotFound } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { componentStatuses } from './status.ts'

export const CorrectStatus = z.strictObject({
  status: z.enum(componentStatuses),
  from: z.iso.datetime({ offset: true }).meta({ description: 'First moment of the span to correct.' }),
  to: z.iso.datetime({ offset: true }).meta({ description: 'End of the span, exclusive; not in the future.' }),
  reason: z.string().trim().min(1).max(1000),
})

/**
 * Corrects what the ledger says about a span in the past. Rows that it touches are superseded, never changed, so the
 * figures of before can still be computed; their parts outside the span are written again.
 */
export async function correctStatus(outer: Context, component: string, input: z.infer<typeof CorrectStatus>) {
  const [from, to] = [new Date(input.from), new Date(input.to)]
  if (to <= from)
    throw new InvalidInput('The span ends before it starts.', [
      { pointer: '/to', detail: 'expected a moment after `from`' },
    ])
  if (to > outer.now())
    throw new InvalidInput('A correction is about the past.', [
      { pointer: '/to', detail: 'expected a moment that has passed' },
    ])
  return transaction(outer, async (ctx) => {
    const row = await ctx.db
      .selectFrom('components')
      .select(['id', 'page_id'])
      .where('id', '=', component)
      .where('org_id', '=', ctx.org)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new NotFound('component')
    await refuseBeforeLedger(ctx, component, from)
    const correction = await ctx.db
      .insertInto('status_corrections')
      .values({
        org_id: ctx.org,
        component_id: component,
        starts_at: from,
        ends_at: to,
        status: input.status,
        reason: input.reason,
        corrected_by: ctx.actor.name,
        corrected_at: ctx.now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    const touched = await ctx.db
      .updateTable('status_intervals')
      .set({ superseded_at: ctx.now(), superseded_by: correction.id })
      .where('component_id', '=', component)
      .where('superseded_at', 'is', null)
      .where('starts_at', '<', to)
      .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', from)]))
      .returningAll()
      .execute()
    const pieces = touched
      .flatMap((old) => outside(old, from, to))
      .map((p) => ({ ...p, correction_id: null as number | null }))
    const all = [
      ...pieces,
      {
        status: input.status as string,
        starts_at: from,
        ends_at: to as Date | null,
        correction_id: correction.id as number | null,
      },
    ]
    await ctx.db
      .insertInto('status_intervals')
      .values(all.map((p) => ({ ...p, org_id: ctx.org, component_id: component, recorded_at: ctx.now() })))
      .execute()
    await record(ctx, { kind: 'component.status_corrected', subject: component, page: row.page_id, data: { ...input } })
    return correction
  })
}

/** Nothing is known of the time before the first interval, so a span there would leave a gap behind it. */
async function refuseBeforeLedger(ctx: Context, component: string, from: Date) {
  const first = await ctx.db
    .selectFrom('status_intervals')
    .select(({ fn }) => fn.min('starts_at').as('at'))
    .where('component_id', '=', component)
    .where('superseded_at', 'is', null)
    .executeTakeFirst()
  if (first?.at && from < first.at)
    throw new InvalidInput('A correction cannot begin before the component did.', [
      { pointer: '/from', detail: `expected a moment not before ${first.at.toISOString()}, when its record begins` },
    ])
}

type Piece = { status: string; starts_at: Date; ends_at: Date | null }

/** What remains of an interval outside the span. */
export function outside(old: Piece, from: Date, to: Date): Piece[] {
  const pieces: Piece[] = []
  if (old.starts_at < from) pieces.push({ status: old.status, starts_at: old.starts_at, ends_at: from })
  if (old.ends_at === null || old.ends_at > to)
    pieces.push({ status: old.status, starts_at: old.starts_at > to ? old.starts_at : to, ends_at: old.ends_at })
  return pieces
}
