import { sql } from 'kysely'
import type { ComponentStatus, RollUp } from '../components/status.ts'
import type { Db } from '../lib/context.ts'
import { rolledUp, type Span, second } from './spans.ts'

/** A component as far as uptime asks. */
export type Part = { id: string; parent_id: string | null; roll_up: string }

/** What each component showed over a time, by its id, oldest first. */
export type Shown = ReadonlyMap<string, readonly Span[]>

/** One query for all: what counts of the ledger between two moments. Rows that corrections replaced do not. */
export async function readLedger(db: Db, components: readonly string[], from: Date, to: Date) {
  if (components.length === 0) return []
  const rows = await db
    .selectFrom('status_intervals')
    .select(['id', 'component_id', 'status', 'starts_at', 'ends_at'])
    .where('component_id', '=', sql<string>`any(${components}::text[])`)
    .where('superseded_at', 'is', null)
    // One that begins at this very moment is there already, though it has no length yet.
    .where('starts_at', '<=', to)
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', from)]))
    .orderBy('starts_at')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, status: row.status as ComponentStatus }))
}
export type LedgerRow = Awaited<ReturnType<typeof readLedger>>[number]

/** What each component's own status was, by its id. */
export const ownSpans = (ledger: readonly LedgerRow[], until: Date): Shown =>
  new Map(
    [...Map.groupBy(ledger, (row) => row.component_id)].map(([id, rows]) => [
      id,
      rows
        .map((row): Span => ({ status: row.status, from: second(row.starts_at), to: second(row.ends_at ?? until) }))
        .filter(({ from, to }) => from < to),
    ]),
  )

/** What each component's own status was, and with its parts: today's tree and rules hold for the past too. */
export function shownOver(parts: readonly Part[], ledger: readonly LedgerRow[], until: Date): Shown {
  const own = ownSpans(ledger, until)
  const below = Map.groupBy(parts, (part) => part.parent_id)
  const shown = new Map<string, Span[]>()
  const visit = (part: Part): Span[] => {
    const parts = (below.get(part.id) ?? []).map(visit)
    const spans = rolledUp(part.roll_up as RollUp, own.get(part.id) ?? [], parts)
    shown.set(part.id, spans)
    return spans
  }
  const known = new Set(parts.map((part) => part.id))
  for (const part of parts) if (part.parent_id === null || !known.has(part.parent_id)) visit(part)
  return shown
}
