import type { Selectable } from 'kysely'
import type { Arrivals } from '../db/schema.ts'
import type { Alert } from '../drafts/write.ts'
import { findSource } from '../hooks/find.ts'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { likeText } from '../lib/like.ts'
import { findPage } from '../pages/find.ts'
import type { Cursor } from '../web/paging.ts'

/** `source` is the source's key. */
export type ListedAlert = Alert & { source: string; source_name: string; rule: string | null }
type Paging = { limit: number; cursor?: Cursor | undefined }

/** Alerts newest first by arrival, one more than `limit`. */
export async function listAlerts(
  ctx: Context,
  filter: Paging & {
    state?: string | undefined
    source?: string | undefined
    page?: string | undefined
    incident?: string | undefined
    draft?: string | undefined
    arrival?: string | undefined
    outcome?: string | undefined
    rule?: string | undefined
    /** Text in title, key or summary. */
    q?: string | undefined
  },
): Promise<ListedAlert[]> {
  const { limit, cursor, state, source, page, incident, arrival, draft, outcome, rule } = filter
  let query = joined(ctx)
  if (state) query = query.where('a.state', '=', state)
  if (source) query = query.where('a.source_id', '=', (await findSource(ctx, source)).id)
  if (page) query = query.where('r.page_id', '=', (await findPage(ctx, page)).id)
  if (outcome) query = query.where('a.outcome', '=', outcome)
  if (rule) query = query.where('a.rule_id', '=', rule)
  if (filter.q) {
    const text = likeText(filter.q)
    query = query.where((eb) =>
      eb.or([eb('a.title', 'ilike', text), eb('a.key', 'ilike', text), eb('a.summary', 'ilike', text)]),
    )
  }
  if (incident) query = query.where('a.incident_id', '=', incident)
  if (draft) query = query.where('a.draft_id', '=', draft)
  if (arrival) query = query.where('a.arrival_id', '=', arrival)
  if (cursor) query = query.where((eb) => eb(eb.refTuple('a.received_at', 'a.id'), '<', eb.tuple(cursor.at, cursor.id)))
  return query
    .orderBy('a.received_at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(limit + 1)
    .execute()
}

export async function findAlert(ctx: Context, id: string): Promise<ListedAlert> {
  const alert = await joined(ctx).where('a.id', '=', id).executeTakeFirst()
  if (!alert) throw new NotFound('alert')
  return alert
}

const joined = (ctx: Context) =>
  ctx.db
    .selectFrom('alerts as a')
    .innerJoin('sources as s', 's.id', 'a.source_id')
    .leftJoin('rules as r', 'r.id', 'a.rule_id')
    .selectAll('a')
    .select(['s.key as source', 's.name as source_name', 'r.name as rule'])
    .where('a.org_id', '=', ctx.org)

export type ListedArrival = Omit<Selectable<Arrivals>, 'body'> & { source: string; source_name: string }

/** What arrived, newest first, without the bodies; one more than `limit`. */
export async function listArrivals(
  ctx: Context,
  filter: Paging & { state?: string | undefined; source?: string | undefined },
): Promise<ListedArrival[]> {
  const { limit, cursor, state, source } = filter
  let query = ctx.db
    .selectFrom('arrivals as a')
    .innerJoin('sources as s', 's.id', 'a.source_id')
    .select([
      'a.id',
      'a.org_id',
      'a.source_id',
      'a.received_at',
      'a.headers',
      'a.query',
      'a.size',
      'a.state',
      'a.reason',
      'a.replayed_at',
      'a.remote',
      's.key as source',
      's.name as source_name',
    ])
    .where('a.org_id', '=', ctx.org)
  if (state) query = query.where('a.state', '=', state)
  if (source) query = query.where('a.source_id', '=', (await findSource(ctx, source)).id)
  if (cursor) query = query.where((eb) => eb(eb.refTuple('a.received_at', 'a.id'), '<', eb.tuple(cursor.at, cursor.id)))
  return query
    .orderBy('a.received_at', 'desc')
    .orderBy('a.id', 'desc')
    .limit(limit + 1)
    .execute()
}

export async function findArrival(
  ctx: Context,
  id: string,
): Promise<Selectable<Arrivals> & { source: string; source_name: string }> {
  const row = await ctx.db
    .selectFrom('arrivals as a')
    .innerJoin('sources as s', 's.id', 'a.source_id')
    .selectAll('a')
    .select(['s.key as source', 's.name as source_name'])
    .where('a.id', '=', id)
    .where('a.org_id', '=', ctx.org)
    .executeTakeFirst()
  if (!row) throw new NotFound('arrival')
  return row
}
