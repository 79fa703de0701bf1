import { sql } from 'kysely'
import { record } from '../events/record.ts'
import type { Context } from '../lib/context.ts'
import { type ComponentStatus, worst } from './status.ts'

/** A component whose own status changed. */
export type StatusChange = { id: string; name: string; from: ComponentStatus; to: ComponentStatus }

/**
 * Brings the own status of components in line with what is behind it (set by hand, and by each open incident; the worst
 * counts), closes and opens intervals of the ledger, and says what changed. Call it inside the transaction of the cause.
 */
export async function settleStatus(
  ctx: Context,
  components: readonly string[],
  cause: { incident?: string } = {},
): Promise<StatusChange[]> {
  if (components.length === 0) return []
  const rows = await lockComponents(ctx, components)
  const causes = await openCauses(ctx, components)
  const changes: StatusChange[] = []
  for (const row of rows) {
    const to = worst([row.base_status as ComponentStatus, ...(causes.get(row.id) ?? [])])
    const from = row.status as ComponentStatus
    if (to === from) continue
    await write(ctx, row.id, to)
    await record(ctx, {
      kind: 'component.status_changed',
      subject: row.id,
      page: row.page_id,
      incident: cause.incident ?? null,
      data: { from, to },
    })
    changes.push({ id: row.id, name: row.name, from, to })
  }
  return changes
}

/**
 * Locks components, always in the same order. Whoever will change several locks them all before the first change, or two
 * would wait for each other. "No key": rows that merely point to a component are no hindrance.
 */
export const lockComponents = (ctx: Context, components: readonly string[]) =>
  ctx.db
    .selectFrom('components')
    .select(['id', 'name', 'page_id', 'status', 'base_status'])
    .where('org_id', '=', ctx.org)
    .where('id', '=', sql<string>`any(${components}::text[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()

async function openCauses(ctx: Context, components: readonly string[]): Promise<Map<string, ComponentStatus[]>> {
  const rows = await ctx.db
    .selectFrom('incident_components as ic')
    .innerJoin('incidents as i', 'i.id', 'ic.incident_id')
    .select(['ic.component_id', 'ic.status'])
    .where('i.org_id', '=', ctx.org)
    .where('ic.component_id', 'in', [...components])
    .where('i.resolved_at', 'is', null)
    .where('i.status', '<>', 'scheduled')
    .execute()
  const causes = new Map<string, ComponentStatus[]>()
  for (const row of rows)
    causes.set(row.component_id, [...(causes.get(row.component_id) ?? []), row.status as ComponentStatus])
  return causes
}

async function write(ctx: Context, component: string, status: ComponentStatus) {
  const now = ctx.now()
  await ctx.db.updateTable('components').set({ status, updated_at: now }).where('id', '=', component).execute()
  // Another process' clock may be ahead of ours: then the interval begins where the last one did.
  const closed = await ctx.db
    .updateTable('status_intervals')
    .set({ ends_at: sql<Date>`greatest(starts_at, ${now})` })
    .where('component_id', '=', component)
    .where('ends_at', 'is', null)
    .where('superseded_at', 'is', null)
    .returning('ends_at')
    .executeTakeFirst()
  await startInterval(ctx, component, status, closed?.ends_at ?? now)
}

/** Opens the interval that holds from now on. A new component starts its ledger with it. */
export async function startInterval(ctx: Context, component: string, status: ComponentStatus, from = ctx.now()) {
  await ctx.db
    .insertInto('status_intervals')
    .values({ org_id: ctx.org, component_id: component, status, starts_at: from, recorded_at: ctx.now() })
    .execute()
}
