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

/** `told`: the state of those who are to be told. */
type Chunk = { size: number; told: 'queued' | 'superseded' }

/**
 * Writes what becomes of the next subscribers into the ledger, in one transaction with the cursor: nobody has a row of this
 * announcement yet. `choose` decides once for all who have the same profile:
 * of a million subscribers some thousand differ in what matters. Those whose profile is known stay in the database.
 */
export async function writeChosen(
  ctx: Context,
  announcement: Announcement,
  chunk: Chunk,
  { subject, verdicts }: Chosen,
): Promise<Written> {
  if (verdicts.size > mostKnown) verdicts.clear()
  const { unknown, last, count, woken } = await writeKnown(ctx, announcement, chunk, { subject, verdicts })
  const decided = new Map<string, Verdict>()
  const known = new Map([...new Set(verdicts.values())].map((verdict) => [JSON.stringify(verdict), verdict]))
  for (const one of await unknownOnes(ctx, announcement, subject, unknown ?? [])) {
    const verdict = verdicts.get(one.profile) ?? choose(subject, one)
    // Of the same verdicts one is kept: they are told apart when they are written.
    const same = known.getOrInsert(JSON.stringify(verdict), verdict)
    verdicts.set(one.profile, same)
    decided.set(one.id, same)
  }
  const more = await writeDecided(ctx, announcement, chunk, decided)
  return { last, count: Number(count), woken: [...new Set([...(woken ?? []), ...more])] }
}

/** They are sent along with every chunk. */
const mostKnown = 5000

/** Who left meanwhile is not there any more. */
const unknownOnes = async (ctx: Context, announcement: Announcement, subject: Subject, ids: readonly string[]) =>
  ids.length === 0 ? [] : candidatesAmong(ctx, announcement, ids, subject, subject.only)

/** Those whose profile is known; `unknown`: all others of the chunk. */
async function writeKnown(ctx: Context, announcement: Announcement, chunk: Chunk, { subject, verdicts }: Chosen) {
  const { page_id, cursor } = announcement
  const here = sql`s.org_id = ${ctx.org} and s.page_id = ${page_id} and s.state <> 'erased' and s.id > ${cursor}`
  const { rows } = await sql<{ last: string | null; count: number; woken: string[] | null; unknown: string[] | null }>`
    with until as materialized (
      select max(id) as id from (select s.id from subscribers s where ${here} order by s.id limit ${chunk.size}) as next
    ), tagged as materialized (
      select s.id, s.tags from subscribers s where ${here} and s.id <= (select id from until) and s.tags <> '{}'
    ), chunk as materialized (
      select s.id, s.channel, s.host, ${profile(announcement, subject, sql`tagged.tags`)} as profile
      from subscribers s left join tagged on tagged.id = s.id
      where ${here} and s.id <= (select id from until)
    ), verdict as materialized (
      ${rowsOf(chunk, verdicts)}
    ), decided as materialized (
      select chunk.*, verdict.* from chunk left join verdict on verdict.key = chunk.profile
    ), written as (
      ${insertDecided(ctx, announcement)}
    )
    select (select max(id) from chunk) as last, (select count(*) from chunk) as count, ${woken} as woken,
      (select array_agg(id) from decided where key is null) as unknown`.execute(ctx.db)
  return rows[0] ?? { last: null, count: 0, woken: null, unknown: null }
}

/** The channels on which somebody can be told at once. */
async function writeDecided(
  ctx: Context,
  announcement: Announcement,
  chunk: Chunk,
  verdicts: ReadonlyMap<string, Verdict>,
): Promise<string[]> {
  if (verdicts.size === 0) return []
  const { rows } = await sql<{ woken: string[] | null }>`
    with verdict as materialized (
      ${rowsOf(chunk, verdicts)}
    ), decided as materialized (
      select s.id, s.channel, s.host, verdict.* from verdict join subscribers s on s.id = verdict.key
    ), written as (
      ${insertDecided(ctx, announcement)}
    )
    select ${woken} as woken`.execute(ctx.db)
  return rows[0]?.woken ?? []
}

const woken = sql`array(select channel from decided
  where key is not null and state <> 'skipped' and not_before is null group by channel)`

/** What is decided, by profile or by subscriber. Of some thousand verdicts a few dozen differ. */
function rowsOf({ told }: Chunk, verdicts: ReadonlyMap<string, Verdict>) {
  const all = [...new Set(verdicts.values())]
  const place = new Map(all.map((verdict, i) => [verdict, i + 1]))
  return sql`select row.key, kind.state, kind.reason, kind.not_before
    from unnest(${[...verdicts.keys()]}::text[], ${Array.from(verdicts.values(), (one) => place.get(one))}::int[])
      as row (key, place)
    join unnest(${all.map(({ tell }) => (tell ? told : 'skipped'))}::text[], ${all.map(({ reason }) => reason)}::text[],
      ${all.map(({ notBefore }) => notBefore ?? null)}::timestamptz[]) with ordinality
      as kind (state, reason, not_before, place) on kind.place = row.place`
}

function insertDecided(ctx: Context, announcement: Announcement) {
  const { id, org_id, page_id, event_id, update_id, incident_id } = announcement
  const now = ctx.now()
  // Ids that follow each other, and readers in the order in which they were read, keep the indexes of a long ledger in memory.
  const prefix = newId(ctx).slice(0, 8)
  return sql`
    insert into deliveries (id, org_id, page_id, announcement_id, event_id, update_id, incident_id, channel, host,
      subscriber_id, state, reason, detail, not_before, created_at, updated_at)
    select ${prefix} || lpad(to_hex(row_number() over ()), 4, '0'), ${org_id}, ${page_id}, ${id},
      ${event_id}, ${update_id}, ${incident_id}, channel, host, id, state, reason,
      case when state = 'superseded' then ${overtaken} when not_before is not null then ${inQuietHours} end,
      not_before, ${now}, ${now}
    from decided where key is not null`
}
