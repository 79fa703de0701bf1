import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { type Claimed, columns } from './claimed.ts'
import { type Gathering, heldUntil } from './gather.ts'
import type { Lane } from './lanes.ts'
import { gathered } from './words.ts'

/** Where in its lane a delivery is. */
export type Place = Pick<Claimed, 'event' | 'id'>

export type Claim = {
  process: string
  count: number
  /** How many may go to each host at once; those that are not named take `perHost`. Absent: hosts do not matter. */
  hosts?: { rooms: ReadonlyMap<string, number>; perHost: number }
  /** Subscribers that get nothing now. */
  without?: readonly string[]
  /** The events of announcements that are paused; see `pausedEvents`. */
  paused?: readonly number[]
  /** Of first attempts: goes on behind this one; those before it are looked at again where nothing is found. */
  after?: Place | null | undefined
  /** Readers who have just been told of something else, or of much, wait; what waits for one of them is told together. */
  gather?: Gathering | undefined
}

/**
 * Takes up to `count` deliveries of a lane for this process, passing over hosts that are full or away, so that others go
 * first. One that follows another to the same reader about the same incident waits until that one is done: the order
 * never reverses.
 */
export async function claim(ctx: Context, lane: Lane, claim: Claim): Promise<Claimed[]> {
  let after = lane.name === 'first' ? claim.after : null
  for (;;) {
    const rows = await claimOnce(ctx, lane, { ...claim, after })
    const taken = rows.filter(({ state }) => state === 'sending')
    if (taken.length === 0 && after) {
      after = null
      continue
    }
    // Whoever has to wait was passed over; behind them there may be others.
    if (taken.length > 0 || rows.length === 0) return taken
  }
}

async function claimOnce(ctx: Context, lane: Lane, claim: Claim): Promise<(Claimed & { state: string })[]> {
  const { process, count, hosts = everywhere, without = [], paused = [] } = claim
  const now = ctx.now()
  const [names, rooms] = [[...hosts.rooms.keys()], [...hosts.rooms.values()]]
  const full = names.filter((name) => (hosts.rooms.get(name) ?? 0) < 1)
  const gather = lane.name === 'first' ? claim.gather : undefined
  // Nobody is held and no host is full: half of the time goes into the plan of what would find them.
  const isPlain = !claim.hosts && !gather
  // With an offset the look for an earlier one stays a look by the index, for each by itself. Where few were waiting when the
  // table was last analysed, all that wait would be read for each that is taken.
  const candidate = sql`candidate as materialized (
      select d.* from ${ranges(paused)} cross join lateral (
        select d.id, d.host, d.event_id, d.subscriber_id, d.incident_id from deliveries d
        where d.org_id = ${ctx.org} and d.state = 'queued' and ${inLane(lane)} and ${isDue(lane, now)}
          and d.event_id > range.after and d.event_id < range.before ${isBehind(claim.after)}
          and (d.not_before is null or d.not_before <= ${now})
          and d.host <> all(${full}::text[]) and d.subscriber_id <> all(${without}::text[])
          and not exists (
            select 1 from deliveries earlier
            where earlier.subscriber_id = d.subscriber_id and earlier.incident_id = d.incident_id
              and earlier.state in ('queued', 'sending') and earlier.event_id < d.event_id offset 0)
        order by d.event_id, d.id limit ${window(claim)} ${isPlain ? sql`for update of d skip locked` : sql``}
      ) d limit ${window(claim)}
    )`
  if (isPlain) return claimAll(ctx, process, candidate)
  const { rows } = await sql<Claimed & { state: string }>`
    with ${candidate}, numbered as (
      select d.id, d.host, d.event_id, held.until,
        row_number() over (partition by d.host, held.until is null order by d.event_id, d.id) as place
      from candidate d ${heldUntil(gather, now)}
    ), held as (
      select id, until from numbered where until is not null
    ), due as (
      select numbered.id, null::timestamptz as until from numbered
        left join unnest(${names}::text[], ${rooms.map(bounded)}::int[]) as known (host, room) on known.host = numbered.host
      where numbered.until is null and numbered.place <= coalesce(known.room, ${bounded(hosts.perHost)})
      order by numbered.event_id, numbered.id limit ${count}
    ), taken as materialized (
      select d.id, row.until from (select * from due union all select * from held) as row join deliveries d on d.id = row.id
      where ${isStill(lane, now)} for update of d skip locked
    )
    update deliveries set
      state = case when taken.until is null then 'sending' else 'queued' end,
      claimed_by = case when taken.until is null then ${process} end,
      claimed_at = case when taken.until is null then ${now}::timestamptz end,
      not_before = coalesce(taken.until, deliveries.not_before),
      detail = case when taken.until is null then detail else ${gathered} end, updated_at = ${now}
    from taken where deliveries.id = taken.id
    returning ${columns}, deliveries.state`.execute(ctx.db)
  return rows
}

async function claimAll(ctx: Context, process: string, candidate: RawBuilder<unknown>) {
  const now = ctx.now()
  const { rows } = await sql<Claimed & { state: string }>`
    with ${candidate}
    update deliveries set state = 'sending', claimed_by = ${process}, claimed_at = ${now}, updated_at = ${now}
    from candidate where deliveries.id = candidate.id
    returning ${columns}, deliveries.state`.execute(ctx.db)
  return rows
}

const everywhere = { rooms: new Map<string, number>(), perHost: Number.POSITIVE_INFINITY }
const bounded = (count: number) => Math.min(count, 1_000_000)

/** What was claimed stays in the index for a while, and all of it would be looked at again and again. */
const isBehind = (after: Claim['after']) =>
  after ? sql`and (d.event_id, d.id) > (${after.event}, ${after.id})` : sql``

/** Looked at again once it is locked; not as the indexes of those that wait have it, by which it would be looked for again. */
const isStill = (lane: Lane, now: Date) => sql`d.state is not distinct from 'queued' and ${inLane(lane)}
  and ${isDue(lane, now)} and (d.not_before is null or d.not_before <= ${now})`

/** Where hosts matter it looks at more than it takes: many in a row may be for one host. */
const window = ({ count, hosts }: Claim) => (hosts ? Math.ceil(count * (count < 100 ? 5 : 1.5)) : count)

/** Paused announcements are passed over by the index: there may be a million rows of one. */
function ranges(paused: readonly number[]) {
  const sorted = [...new Set(paused)].toSorted((a, b) => a - b)
  const [after, before] = [
    [0, ...sorted],
    [...sorted, Number.MAX_SAFE_INTEGER],
  ]
  return sql`(select * from unnest(${after}::bigint[], ${before}::bigint[]) as range (after, before) order by after) as range`
}

/** Of deliveries `d`. */
export const inLane = (lane: Lane) =>
  lane.name === 'first'
    ? sql`d.page_id = ${lane.page} and d.channel = ${lane.channel} and d.attempts = 0`
    : sql`d.channel = ${lane.channel} and d.attempts > 0`

const isDue = (lane: Lane, now: Date) => (lane.name === 'first' ? sql`true` : sql`d.next_attempt_at <= ${now}`)

/** The events of announcements that an operator has paused. */
export async function pausedEvents(ctx: Context): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom('announcements')
    .select('event_id')
    .where('org_id', '=', ctx.org)
    .where('paused_at', 'is not', null)
    .execute()
  return rows.map((row) => row.event_id)
}

/** What may have been told stays a message of its own, with its id, whatever else has come for the same reader. */
const given = (now: Date) => sql`state = 'queued', claimed_by = null, claimed_at = null, updated_at = ${now},
  together_with = coalesce(together_with, id)`

/** Gives back what an earlier run of the lane in this process left when the database failed: runs of a lane never overlap. */
export const releaseOwn = (ctx: Context, lane: Lane, process: string) =>
  sql`
    update deliveries d set ${given(ctx.now())}
    where d.org_id = ${ctx.org} and d.state = 'sending' and d.claimed_by = ${process} and ${inLane(lane)}`.execute(
    ctx.db,
  )

/** Longer than any attempt can take: what is claimed for longer was forgotten by its process. */
const forgottenAfter = 5 * 60_000

/** Gives back what dead processes were sending, and what a living one forgot. It keeps its Message-ID. */
export async function releaseAbandoned(ctx: Context): Promise<number> {
  const now = ctx.now()
  const { rows } = await sql`
    update deliveries set ${given(now)}
    where org_id = ${ctx.org} and state = 'sending'
      and (claimed_at < ${new Date(now.getTime() - forgottenAfter)}
        or not exists (select 1 from processes where processes.id = deliveries.claimed_by))
    returning deliveries.id`.execute(ctx.db)
  return rows.length
}
