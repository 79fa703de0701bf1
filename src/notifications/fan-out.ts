import { sql } from 'kysely'
import { belongs } from '../audiences/condition.ts'
import { limitsOf, type Sight, sightOf } from '../audiences/told.ts'
import { tellOnlyIn } from '../incidents/tell-only.ts'
import { textsIn } from '../incidents/texts.ts'
import { isEnd } from '../incidents/words.ts'
import { type Context, transaction } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { untilPublished } from '../publishing/targets/wait.ts'
import { type Announcement, type AnnouncementKind, wakeFanOut } from './announce.ts'
import { concernedBy, type Subject } from './choose.ts'
import { wakeDeliveries } from './lanes.ts'
import { supersedeLate } from './late.ts'
import { narrowingsOf } from './narrow.ts'
import { ownStopwatch, type Stopwatch } from './stopwatch.ts'
import type { SubjectKind } from './wanted.ts'
import { overtaken } from './words.ts'
import { type Chosen, writeChosen } from './write-chosen.ts'

/**
 * Decides about every subscriber of the page, in chunks, each in one transaction with the cursor: a fan-out that is
 * killed goes on where it was, and the first mails leave while the last are still being chosen.
 */
export async function fanOut(
  ctx: Context,
  input: { announcement: string },
  { chunk = 4000, many = ctx.db, stopwatch: { elapsed, wait } = ownStopwatch }: Manner = {},
): Promise<void> {
  const begun = await ctx.db
    .selectFrom('announcements')
    .selectAll()
    .where('id', '=', input.announcement)
    .where('org_id', '=', ctx.org)
    .executeTakeFirst()
  if (begun && (await isTooEarly(ctx, begun)))
    return wakeFanOut(ctx, begun, { at: new Date(ctx.now().getTime() + 1000) })
  if (!begun) return
  if (begun.begins_at && begun.begins_at > ctx.now()) return wakeFanOut(ctx, begun, { at: begun.begins_at })
  // What people are told of can be read by then, wherever the page is published.
  if (begun.cursor === '') await untilPublished(ctx, begun.page_id)
  const run: Run = {}
  // The first few are chosen in a moment, so that their messages leave; who follows is chosen before these have left.
  for (let size = Math.min(chunk, firstFew); ; size = Math.min(chunk, size * 6)) {
    const began = elapsed()
    const db = size === firstFew ? ctx.db : many
    if (!(await chooseChunk({ ...ctx, db }, input.announcement, size, run))) return
    // Readers share the processor with the database: it rests for a part of the time.
    await wait((elapsed() - began) * rest)
  }
}

/** `chunk`: how many at a time, at most. `many`: the connections for all but the first few. */
type Manner = { chunk?: number; many?: Context['db']; stopwatch?: Stopwatch }

const firstFew = 100

/** Of the time that a chunk took. */
const rest = 0.1

/** What one run of a fan-out remembers. */
export type Run = { chosen?: Chosen }

/**
 * Where the choice for an earlier post, correction or withdrawal of the incident failed and comes again, later ones wait
 * for it a while, so that nobody hears of them in another order. A newer post takes the place of an older one, and need not.
 */
async function isTooEarly(ctx: Context, announcement: Announcement): Promise<boolean> {
  const { incident_id, event_id, kind, created_at } = announcement
  const now = ctx.now().getTime()
  if (now - created_at.getTime() > waitsAtMost) return false
  const earlier = await ctx.db
    .selectFrom('events as e')
    .leftJoin('announcements as a', 'a.event_id', 'e.id')
    .select('e.id')
    .where('e.incident_id', '=', incident_id)
    .where('e.id', '<', event_id)
    .where('e.kind', 'in', kind === 'update' ? ['update.corrected', 'update.withdrawn'] : tellingKinds)
    .where('e.created_at', '>', new Date(now - looksBack))
    .where('a.chosen_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return earlier !== undefined
}

const tellingKinds = ['update.posted', 'update.corrected', 'update.withdrawn'] as const
const waitsAtMost = 10 * 60_000
const looksBack = 24 * 3_600_000

/** False: there is nobody left to decide about. */
export async function chooseChunk(outer: Context, id: string, size: number, run: Run = {}): Promise<boolean> {
  return transaction(outer, async (ctx) => {
    const announcement = await lockAnnouncement(ctx, id)
    if (!announcement || announcement.chosen_at) return false
    // Nobody is told that it is chosen. Before a message leaves its claim is on disk, and with that all that was before it.
    await sql`set local synchronous_commit = off`.execute(ctx.db)
    const tells = announcement.kind === 'update' && !(await hasNewer(ctx, announcement))
    const told = announcement.kind !== 'update' || tells ? 'queued' : 'superseded'
    run.chosen ??= { subject: await subjectOf(ctx, announcement), verdicts: new Map() }
    const { last, count, woken } = await writeChosen(ctx, announcement, { size, told }, run.chosen)
    if (tells && last && !(await isWithdrawn(ctx, announcement))) await supersedeOlder(ctx, announcement, last)
    if (told === 'queued' && last) await supersedeLate(ctx, announcement, last)
    const isLast = count < size
    await ctx.db
      .updateTable('announcements')
      .set({
        cursor: last ?? announcement.cursor,
        chosen_at: isLast ? ctx.now() : null,
        decided: announcement.decided + count,
      })
      .where('id', '=', id)
      .execute()
    // A page that begins to tell goes before those that are in the middle of it.
    await wakeDeliveries(ctx, announcement.page_id, woken, { urgent: announcement.cursor === '' })
    return !isLast
  })
}

/** What is counted of messages that leave meanwhile refers to it, and need not wait. */
const lockAnnouncement = (ctx: Context, id: string): Promise<Announcement | undefined> =>
  ctx.db
    .selectFrom('announcements')
    .selectAll()
    .where('id', '=', id)
    .where('org_id', '=', ctx.org)
    .forNoKeyUpdate()
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
    groups: limits.audiences.map(({ members }) => belongs(members)),
    post: {
      incident: announcement.incident_id,
      kind: post.kind as SubjectKind,
      impact: post.impact,
      isLast: isEnd(post.status),
    },
    labels: post.labels,
    only: await narrowingsOf(ctx, tellOnlyIn(post.tell_only), limits, {
      page: announcement.page_id,
      incident: announcement.incident_id,
      before: { event: announcement.event_id, number: announcement.update_number },
      affected: ids,
    }),
    corrected: announcement.kind === 'correction' ? await correctedBy(ctx, announcement) : null,
    now: ctx.now(),
  }
}

/** Whom it concerns among those who see it is worked out from what they see. */
export function concernedInSight(sight: ReturnType<typeof sightOf>): Subject['sight'] {
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
    .select(['i.kind', 'i.impact', 'u.status', 'u.labels', 'u.tell_only', 'u.texts'])
    .where('u.id', '=', update_id)
    .executeTakeFirstOrThrow()

/** Whose words were corrected. Null: everybody's, as in corrections from before posts had several texts. */
async function correctedBy(ctx: Context, { event_id }: Announcement): Promise<readonly (string | null)[] | null> {
  const event = await ctx.db.selectFrom('events').select('data').where('id', '=', event_id).executeTakeFirst()
  return Corrected.safeParse(event?.data).data?.corrected ?? null
}
const Corrected = z.object({ corrected: z.array(z.string().nullable()) })

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
    // Of one in its grace, or that was stopped then, nobody hears yet or ever.
    .where((eb) => eb.or([eb('a.begins_at', 'is', null), eb('a.begins_at', '<=', ctx.now())]))
    .where((eb) => eb.or([eb('a.stopped_at', 'is', null), eb('a.cursor', '<>', '')]))
    // One for some readers does not tell the others.
    .where('u.audiences', 'is', null)
    .where('u.labels', 'is', null)
    .where('u.tell_only', 'is', null)
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

/** What the readers of this chunk have not been sent of the incident's earlier posts, they need not be sent any more. */
const supersedeOlder = (ctx: Context, { id, incident_id, event_id, cursor }: Announcement, last: string) =>
  sql`
    update deliveries older set state = 'superseded', detail = ${overtaken}, updated_at = ${ctx.now()}
    from deliveries newer
    where newer.announcement_id = ${id} and newer.subscriber_id > ${cursor} and newer.subscriber_id <= ${last}
      and newer.state in ('queued', 'sending', 'sent')
      and older.subscriber_id > ${cursor} and older.subscriber_id <= ${last}
      and older.subscriber_id = newer.subscriber_id and older.incident_id = ${incident_id} and older.state = 'queued'
      and older.event_id < ${event_id}
      and exists (select 1 from announcements where incident_id = ${incident_id} and event_id < ${event_id})`.execute(
    ctx.db,
  )
