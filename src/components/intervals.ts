import type { Context } from '../lib/context.ts'

/** Every row of a component's ledger, oldest first: what counts, and what corrections replaced. */
export async function intervalsOf(ctx: Context, component: string) {
  const rows = await ctx.db
    .selectFrom('status_intervals as i')
    .leftJoin('status_corrections as c', 'c.id', 'i.correction_id')
    .select([
      'i.id',
      'i.status',
      'i.starts_at',
      'i.ends_at',
      'i.recorded_at',
      'i.superseded_at',
      'c.reason',
      'c.corrected_by',
    ])
    .where('i.org_id', '=', ctx.org)
    .where('i.component_id', '=', component)
    .orderBy('i.starts_at')
    .orderBy('i.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    status: row.status,
    from: row.starts_at,
    to: row.ends_at,
    recordedAt: row.recorded_at,
    supersededAt: row.superseded_at,
    correction: row.reason === null || row.corrected_by === null ? null : { reason: row.reason, by: row.corrected_by },
  }))
}
