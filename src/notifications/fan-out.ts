import { sql } from 'kysely'
import { limitsOf, type Sight, sightOf } from '../audiences/told.ts'
import { textsIn } from '../incidents/texts.ts'
import { isEnd } from '../incidents/words.ts'
import { type Context, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { z } from '../lib/zod.ts'
import { untilPublished } from '../publishing/targets/wait.ts'
import type { Announcement, AnnouncementKind } from './announce.ts'
import { type Candidate, candidates } from './candidates.ts'
import { choose, concernedBy, type Subject, type Verdict } from './choose.ts'
import { wakeDeliveries } from './lanes.ts'
import type { SubjectKind } from './wanted.ts'
import { inQuietHours, overtaken } from './words.ts'

/**
 * Decides about every subscriber of the page, in chunks, each in one transaction with the cursor: a fan-out that is
 * killed goes on where it was, and the first mails leave while the last are still being chosen.
 */
export async function fanOut(ctx: Context, input: { announcement: string }, chunk = 1000): Promise<void> {
  const begun = await ctx.db
    .selectFrom('announcements')
    .select(['page_id', 'cursor'])
    .where('id', '=', input.announcement)
    .where('org_id', '=', ctx.org)
    .executeTakeFirst()
  // What people are told of can be read by then, wherever the page is published.
  if (begun && begun.cursor === '') await untilPublished(ctx, begun.page_id)
  while (await chooseChunk(ctx, input.announcement, chunk));
}

/** False: there is nobody left to decide about. */
export async function chooseChunk(outer: Context, id: string, size: number): Promise<boolean> {
  return transaction(outer, async (ctx) => {
    const announcement = await lockAnnouncement(ctx, id)
    if (!announcement || announcement.chosen_at) return false
    const listeners = await candidates(ctx, announcement, size)
    const subject = await subjectOf(ctx, announcement)
    const chosen = listeners.map((listener) => ({ listener, verdict: choose(subject, listener) }))
    await writeDeliveries(ctx, announcement, chosen)
    const isLast = listeners.length < size
    await ctx.db
      .updateTable('announcements')
      .set({ cursor: listeners.at(-1)?.id ?? announcement.cursor, chosen_at: isLast ? ctx.now() : null })
      .where('id', '=', id)
      .execute()
    const told = chosen.filter(({ verdict }) => verdict.tell && !verdict.notBefore)
    const channels = new Set(told.map(({ listener }) => listener.channel))
    // A page that begins to tell goes before those that are in the middle of it.
    await wakeDeliveries(ctx, announcement.page_id, channels, { urgent: announcement.cursor === '' })
    return !isLast
  })
}

const lockAnnouncement = (ctx: Context, id: string): Promise<Announcement | undefined> =>
  ctx.db
    .selectFrom('announcements')
    .selectAll()
    .where('id', '=', id)
    .where('org_id', '=', ctx.org)
    .forUpdate()
    .executeTakeFirst()

export async function subjectOf(ctx: Context, announcement: Announcement): Promise<Subject> {
  const limits = await limitsOf(ctx, announcement.page_id)
  const post = await postOf(ctx, announcement)
  const affected = await ctx.db
    .selectFrom('incident_components')
    .select('component_id')
    .where('incident_id', '=', announcement.incident_id)
    .execute()
  const ids = affected.map((row) => row.component_id)
  return {
    kind: announcement.kind as AnnouncementKind,
    notify: announcement.silent_reason === null,
    concerned: concernedBy(limits.tree, ids),
    sight: concernedInSight(
      sightOf(limits, {
        incident: post.incident_audiences,
        post: post.post_audiences,
        affected: ids,
        texts: textsIn(post.texts),
      }),
    ),
    post: {
      incident: announcement.incident_id,
      kind: post.kind as SubjectKind,
      impact: post.impact,
      isLast: isEnd(post.status),
    },
    labels: post.labels,
    corrected: announcement.kind === 'correction' ? await correctedBy(ctx, announcement) : null,
    now: ctx.now(),
  }
}

/** Whom it concerns among those who see it is worked out from what they see. */
function concernedInSight(sight: ReturnType<typeof sightOf>): Subject['sight'] {
  if (!sight) return null
  const known = new Map<Sight, Subject['concerned']>()
  return (onlooker) => {
    const mine = sight(onlooker)
    if (!known.has(mine)) known.set(mine, concernedBy(mine.tree, mine.affected))
    return { sees: mine.sees, concerned: known.get(mine) ?? null, words: mine.words }
  }
}

const postOf = (ctx: Context, { update_id }: Announcement) =>
  ctx.db
    .selectFrom('incident_updates as u')
    .innerJoin('incidents as i', 'i.id', 'u.incident_id')
    .select(['i.audiences as incident_audiences', 'u.audiences as post_audiences'])
    .select(['i.kind', 'i.impact', 'u.status', 'u.labels', 'u.texts'])
    .where('u.id', '=', update_id)
    .executeTakeFirstOrThrow()

/** Whose words were corrected. Null: everybody's, as in corrections from before posts had several texts. */
async function correctedBy(ctx: Context, { event_id }: Announcement): Promise<readonly (string | null)[] | null> {
  const event = await ctx.db.selectFrom('events').select('data').where('id', '=', event_id).executeTakeFirst()
  return Corrected.safeParse(event?.data).data?.corrected ?? null
}
const Corrected = z.object({ corrected: z.array(z.string().nullable()) })

async function writeDeliveries(
  ctx: Context,
  announcement: Announcement,
  chosen: { listener: Candidate; verdict: Verdict }[],
) {
  if (chosen.length === 0) return
  const { id, org_id, page_id, event_id, update_id, incident_id } = announcement
  const isOvertaken = await hasNewer(ctx, announcement)
  const told = isOvertaken ? 'superseded' : 'queued'
  const now = ctx.now()
  await sql`
    insert into deliveries (id, org_id, page_id, announcement_id, event_id, update_id, incident_id, channel, host,
      subscriber_id, state, reason, detail, not_before, created_at, updated_at)
    select row.id, ${org_id}, ${page_id}, ${id}, ${event_id}, ${update_id}, ${incident_id}, row.channel, row.host,
      row.subscriber, row.state, row.reason,
      case when row.state = 'superseded' then ${overtaken} when row.not_before is not null then ${inQuietHours} end,
      row.not_before, ${now}, ${now}
    from unnest(
      ${chosen.map(() => newId(ctx))}::text[], ${chosen.map(({ listener }) => listener.id)}::text[],
      ${chosen.map(({ verdict }) => (verdict.tell ? told : 'skipped'))}::text[],
      ${chosen.map(({ verdict }) => verdict.reason)}::text[], ${chosen.map(({ listener }) => listener.channel)}::text[],
      ${chosen.map(({ listener }) => listener.host)}::text[],
      ${chosen.map(({ verdict }) => verdict.notBefore ?? null)}::timestamptz[]
    ) as row (id, subscriber, state, reason, channel, host, not_before)
    on conflict (announcement_id, subscriber_id, channel) do nothing`.execute(ctx.db)
  if (announcement.kind === 'update' && !isOvertaken && !(await isWithdrawn(ctx, announcement)))
    await supersedeOlder(
      ctx,
      announcement,
      chosen.filter(({ verdict }) => verdict.tell).map(({ listener }) => listener.id),
    )
}

/** A post that tells the same readers more than this one has been made meanwhile. */
async function hasNewer(ctx: Context, { incident_id, event_id, kind }: Announcement): Promise<boolean> {
  if (kind !== 'update') return false
  const newer = await ctx.db
    .selectFrom('announcements as a')
    .innerJoin('incident_updates as u', 'u.id', 'a.update_id')
    .select('a.id')
    .where('a.incident_id', '=', incident_id)
    .where('a.event_id', '>', event_id)
    .where('a.kind', '=', 'update')
    .where('a.silent_reason', 'is', null)
    .where('u.withdrawn_at', 'is', null)
    // One for some readers does not tell the others.
    .where('u.audiences', 'is', null)
    .where('u.labels', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return newer !== undefined
}

/** A post that was taken back tells nobody anything, so it takes the place of no other. */
async function isWithdrawn(ctx: Context, { update_id }: Announcement): Promise<boolean> {
  const update = await ctx.db
    .selectFrom('incident_updates')
    .select('withdrawn_at')
    .where('id', '=', update_id)
    .executeTakeFirst()
  return update?.withdrawn_at != null
}

/** What these readers have not been sent of the incident's earlier posts, they need not be sent any more. */
const supersedeOlder = (ctx: Context, { incident_id, event_id }: Announcement, subscribers: string[]) =>
  ctx.db
    .updateTable('deliveries')
    .set({ state: 'superseded', detail: overtaken, updated_at: ctx.now() })
    .where('incident_id', '=', incident_id)
    .where('state', '=', 'queued')
    .where('event_id', '<', event_id)
    .where('subscriber_id', '=', sql<string>`any(${subscribers}::text[])`)
    .execute()
