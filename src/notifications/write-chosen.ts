import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import type { Announcement } from './announce.ts'
import { candidatesAmong, profile } from './candidates.ts'
import { choose, type Subject, type Verdict } from './choose.ts'
import { inQuietHours, overtaken } from './words.ts'

/** What one run of a fan-out knows: the post as it was when the run began, and what was decided, by profile. */
export type Chosen = { subject: Subject; verdicts: Map<string, Verdict> }

/** `woken`: the channels on which somebody can be told at once. */
type Written = { last: string | null; count: number; woken: string[] }

/**
 * Writes what becomes of the next subscribers into the ledger. `choose` decides once for all who have the same profile:
 * of a million subscribers some thousand differ in what matters. Subscribers and rows stay in the database.
 */
export async function writeChosen(
  ctx: Context,
  announcement: Announcement,
  { size, told }: { size: number; told: 'queued' | 'superseded' },
  { subject, verdicts }: Chosen,
): Promise<Written> {
  if (verdicts.size > mostKnown) verdicts.clear()
  const byAddress = Boolean(subject.sight)
  for (;;) {
    const { unknown, ...written } = await writeKnown(ctx, announcement, { size, told, byAddress }, verdicts)
    if (unknown === null) return { ...written, count: Number(written.count), woken: written.woken ?? [] }
    // With the profile of the same moment: whoever changed something meanwhile stands for others than before.
    for (const one of await candidatesAmong(ctx, announcement, unknown, byAddress))
      verdicts.set(one.profile, choose(subject, one))
  }
}

/** They are sent along with every chunk. */
const mostKnown = 5000

type Chunk = { size: number; told: 'queued' | 'superseded'; byAddress: boolean }

/** Nothing is written where a profile is not known: `unknown` has one subscriber of each of those. */
async function writeKnown(
  ctx: Context,
  announcement: Announcement,
  { size, told, byAddress }: Chunk,
  verdicts: ReadonlyMap<string, Verdict>,
) {
  const { id, org_id, page_id, event_id, update_id, incident_id, cursor } = announcement
  const now = ctx.now()
  const all = [...verdicts.values()]
  // Ids that follow each other keep the indexes of a long ledger in memory.
  const prefix = newId(ctx).slice(0, 8)
  const { rows } = await sql<{ last: string | null; count: number; woken: string[] | null; unknown: string[] | null }>`
    with chunk as materialized (
      select s.id, s.channel, s.host, ${profile(announcement, byAddress)} as profile
      from subscribers s
      where s.org_id = ${ctx.org} and s.page_id = ${page_id} and s.state <> 'erased' and s.id > ${cursor}
      order by s.id limit ${size}
    ), verdict as materialized (
      select * from unnest(${[...verdicts.keys()]}::text[], ${all.map(({ tell }) => (tell ? told : 'skipped'))}::text[],
        ${all.map(({ reason }) => reason)}::text[], ${all.map(({ notBefore }) => notBefore ?? null)}::timestamptz[]
      ) as row (profile, state, reason, not_before)
    ), unknown as materialized (
      select min(id) as id from chunk where profile not in (select profile from verdict) group by profile
    ), written as (
      insert into deliveries (id, org_id, page_id, announcement_id, event_id, update_id, incident_id, channel, host,
        subscriber_id, state, reason, detail, not_before, created_at, updated_at)
      select ${prefix} || lpad(to_hex(row_number() over (order by chunk.id)), 4, '0'), ${org_id}, ${page_id}, ${id},
        ${event_id}, ${update_id}, ${incident_id}, chunk.channel, chunk.host, chunk.id, verdict.state, verdict.reason,
        case when verdict.state = 'superseded' then ${overtaken} when verdict.not_before is not null then ${inQuietHours} end,
        verdict.not_before, ${now}, ${now}
      from chunk join verdict using (profile) where not exists (select 1 from unknown)
      order by chunk.id
      on conflict (announcement_id, subscriber_id, channel) do nothing
      returning channel, state, not_before
    )
    select (select max(id) from chunk) as last, (select count(*) from chunk) as count,
      (select array_agg(distinct channel) from written where state <> 'skipped' and not_before is null) as woken,
      (select array_agg(id) from unknown) as unknown`.execute(ctx.db)
  return rows[0] ?? { last: null, count: 0, woken: null, unknown: null }
}
