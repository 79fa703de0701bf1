import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'

export type Told = {
  update: {
    id: string
    incident: string
    title: string
    status: string
    number: number
    body: string
    notify: boolean
    page: string
    createdAt: Date
    createdBy: string
    withdrawnAt: Date | null
  }
  /** Each time that readers were to be told: of the post, of its correction, of its withdrawal. */
  announcements: { id: string; kind: string; silent: string | null; chosenAt: Date | null; createdAt: Date }[]
  /** How many in each state, and the first and last that left. */
  counts: Record<string, number>
  firstSentAt: Date | null
  lastSentAt: Date | null
  /** Why people were not told, with how many each. */
  reasons: { reason: string; count: number }[]
  /** By channel: how many were told, failed or wait; seconds until half, and until 95 of a hundred were told; the last. */
  channels: ToldOn[]
  /** Why messages failed, with how many each. */
  failures: { reason: string; count: number }[]
}

export type ToldOn = {
  channel: string
  sent: number
  failed: number
  left: number
  p50: number | null
  p95: number | null
  firstAt: Date | null
  lastAt: Date | null
}

/** Who was told of one update, when, and who was not and why: in numbers. */
export async function toldOf(ctx: Context, id: string): Promise<Told> {
  const update = await ctx.db
    .selectFrom('incident_updates as u')
    .innerJoin('incidents as i', 'i.id', 'u.incident_id')
    .select(['u.id', 'i.id as incident', 'i.title', 'u.status', 'u.number', 'u.body', 'u.notify', 'i.page_id as page'])
    .select(['u.created_at as createdAt', 'u.created_by as createdBy', 'u.withdrawn_at as withdrawnAt'])
    .where('u.id', '=', id)
    .where('u.org_id', '=', ctx.org)
    .executeTakeFirst()
  if (!update) throw new NotFound('update')
  const announcements = await ctx.db
    .selectFrom('announcements')
    .select(['id', 'kind', 'silent_reason as silent', 'chosen_at as chosenAt', 'created_at as createdAt'])
    .where('update_id', '=', id)
    .orderBy('event_id')
    .execute()
  const byState = await ctx.db
    .selectFrom('deliveries')
    .select(['state', ({ fn }) => fn.countAll<number>().as('count')])
    .select(({ fn }) => [fn.min('sent_at').as('first'), fn.max('sent_at').as('last')])
    .where('update_id', '=', id)
    .groupBy('state')
    .execute()
  const reasons = await ctx.db
    .selectFrom('deliveries')
    .select(['reason', ({ fn }) => fn.countAll<number>().as('count')])
    .where('update_id', '=', id)
    .where('state', '=', 'skipped')
    .groupBy('reason')
    .orderBy('count', 'desc')
    .limit(20)
    .execute()
  const { rows: channels } = await sql<ToldOn>`
    select channel, (count(*) filter (where state = 'sent'))::int as sent,
      (count(*) filter (where state = 'failed'))::int as failed,
      (count(*) filter (where state in ('queued', 'sending')))::int as left,
      ${seconds(0.5)} as p50, ${seconds(0.95)} as p95, min(sent_at) as "firstAt", max(sent_at) as "lastAt"
    from deliveries where update_id = ${id} and org_id = ${ctx.org} and state in ('sent', 'failed', 'queued', 'sending')
    group by channel order by 2 desc, 1`.execute(ctx.db)
  const failures = await ctx.db
    .selectFrom('deliveries')
    .select([({ fn }) => fn.coalesce('detail', 'reason').as('reason'), ({ fn }) => fn.countAll<number>().as('count')])
    .where('update_id', '=', id)
    .where('state', '=', 'failed')
    .groupBy(({ fn }) => fn.coalesce('detail', 'reason'))
    .orderBy('count', 'desc')
    .limit(20)
    .execute()
  const sent = byState.find(({ state }) => state === 'sent')
  return {
    update,
    announcements,
    counts: Object.fromEntries(byState.map(({ state, count }) => [state, Number(count)])),
    firstSentAt: sent?.first ?? null,
    lastSentAt: sent?.last ?? null,
    reasons: reasons.map(({ reason, count }) => ({ reason, count: Number(count) })),
    channels,
    failures: failures.map(({ reason, count }) => ({ reason, count: Number(count) })),
  }
}

/** From when it was to leave until it left; of those that left. */
const seconds = (share: number) =>
  sql`(percentile_cont(${share}::float8) within group (order by extract(epoch from sent_at - coalesce(not_before, created_at))))::float8`
