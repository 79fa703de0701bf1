import { sql } from 'kysely'
import type { Message } from '../channels/channel.ts'
import { familyOf } from '../channels/family.ts'
import type { Context } from '../lib/context.ts'
import { type Claimed, columns } from './claimed.ts'
import type { Lane } from './lanes.ts'
import { filled, messageWordsOf } from './message-words.ts'

/** How much one reader of one page is told at most. */
export type Gathering = {
  /** Who was told of one incident hears of others so many milliseconds later, of all at once. */
  within: number
  /** Messages in an hour; what is above that is told in one at the end of it. */
  perHour: number
}

/** Null, of 0: everything by itself, at once. */
export const gatheringAt = (perHour: number): Gathering | null => (perHour > 0 ? { within: 20_000, perHour } : null)

const hour = 3_600_000

/**
 * Whether readers of this lane may have to wait: several incidents of the page have been told of in the past hour, or one
 * very often. A program gets every message by itself.
 */
export async function gatheringOf(ctx: Context, lane: Lane, limits: Gathering | null): Promise<Gathering | undefined> {
  if (limits === null || familyOf(lane.channel) === 'program') return undefined
  // Nobody waits longer for what is tried again; but it comes together.
  if (lane.name === 'retries') return limits
  const recent = await ctx.db
    .selectFrom('announcements')
    .select('incident_id')
    .where('page_id', '=', lane.page)
    .where('created_at', '>', new Date(ctx.now().getTime() - hour))
    .where('silent_reason', 'is', null)
    .limit(Math.max(100, limits.perHour + 1))
    .execute()
  const incidents = new Set(recent.map((row) => row.incident_id))
  const isMuch = incidents.size > 1 || recent.length > limits.perHour || (await isLongAgo(ctx, lane.page, lane.channel))
  return isMuch ? limits : undefined
}

/** What waited for the end of quiet hours, or for a host, may be much for one reader, whatever was posted of late. */
async function isLongAgo(ctx: Context, page: string, channel: string): Promise<boolean> {
  const oldest = await ctx.db
    .selectFrom('deliveries')
    .select('created_at')
    .where('page_id', '=', page)
    .where('channel', '=', channel)
    .where('state', '=', 'queued')
    .where('attempts', '=', 0)
    .orderBy('event_id')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return oldest !== undefined && ctx.now().getTime() - oldest.created_at.getTime() > hour
}

/** Joins `held.until` to a candidate `d`: when its reader may be told; null: now. */
export function heldUntil(limits: Gathering | undefined, now: Date) {
  if (!limits) return sql`cross join (select null::timestamptz as until) as held`
  const [since, hourAgo] = [new Date(now.getTime() - limits.within), new Date(now.getTime() - hour)]
  return sql`cross join lateral (
    select greatest(
      max(told.sent_at) filter (where told.sent_at > ${since} and told.incident_id <> d.incident_id)
        + make_interval(secs => ${limits.within / 1000}),
      case when count(*) filter (where told.together_with is null) >= ${limits.perHour}
        then min(told.sent_at) + interval '1 hour' end) as until
    from deliveries told
    where told.subscriber_id = d.subscriber_id and told.created_at > ${new Date(hourAgo.getTime() - hour)}
      and told.state = 'sent' and told.sent_at > ${hourAgo} and told.sent_at <= ${now}) as held`
}

const most = 500

export type Joining = {
  /** Readers of whom all that waits is told at once, except what is a message of its own already. */
  readers: readonly string[]
  /** Messages that may have been sent, and of whom; what was in one is in it again. */
  messages: readonly string[]
  readersOfThose: readonly string[]
  paused: readonly number[]
}

/** Takes what else waits for the same readers, of other incidents, to be told with what was claimed. */
export async function claimWith(
  ctx: Context,
  lane: Lane,
  process: string,
  { readers, messages, readersOfThose, paused }: Joining,
): Promise<Claimed[]> {
  const now = ctx.now()
  const { rows } = await sql<Claimed>`
    update deliveries set state = 'sending', claimed_by = ${process}, claimed_at = ${now}, updated_at = ${now}
    where id in (
      select d.id from deliveries d
      where d.subscriber_id = any(${[...readers, ...readersOfThose]}::text[]) and d.channel = ${lane.channel}
        and d.state = 'queued' and (d.together_with = any(${messages}::text[])
          or (d.together_with is null and d.subscriber_id = any(${readers}::text[])))
        and ${lane.name === 'first' ? sql`d.attempts = 0` : sql`d.attempts > 0`}
        and d.event_id <> all(${paused}::bigint[]) and (d.not_before is null or d.not_before <= ${now})
        and not exists (
          select 1 from deliveries earlier
          where earlier.subscriber_id = d.subscriber_id and earlier.incident_id = d.incident_id
            and earlier.state in ('queued', 'sending') and earlier.event_id < d.event_id)
      order by d.event_id limit ${most} for update skip locked)
    returning ${columns}`.execute(ctx.db)
  return rows
}

const named = 10

/** Says of deliveries which message they are in, before it leaves. Fewer than they were: another process has taken them over. */
export async function bind(ctx: Context, process: string, message: string, ids: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`
    update deliveries set together_with = ${message}
    where id = any(${ids}::text[]) and state = 'sending' and claimed_by = ${process}`.execute(ctx.db)
  return Number(numAffectedRows ?? 0)
}

/** One message that stands for several: what each is about, with a link; the rest in number. It has the first one's id. */
export function together(messages: readonly [Message, ...Message[]]): Message {
  const [first] = messages
  if (messages.length === 1) return first
  const own = messageWordsOf(first.language)
  const lines = messages.slice(0, named).map(({ heading, link }) => `- [${plain(heading)}](${link.url})`)
  const rest = messages.length - named
  return {
    ...first,
    kind: 'note',
    heading: filled(own.several, { count: messages.length }),
    preface: null,
    body: [...lines, ...(rest > 0 ? [`- ${filled(own.rest, { count: rest })}`] : [])].join('\n'),
    facts: [],
    link: { label: own.read, url: first.page.url },
    incident: null,
    answers: null,
  }
}

/** A title is nobody's markup. */
const plain = (text: string) => text.replace(/\s+/g, ' ').replace(/[\\`*_[\]()<>#~|!&]/g, '\\$&')
