import { sql } from 'kysely'
import { type Limits, limitsOf, sightOf } from '../audiences/told.ts'
import type { Context } from '../lib/context.ts'
import { firstPage, placeOf } from '../pages/url.ts'
import { notInTheAudience } from './choose.ts'
import type { Claimed } from './claim.ts'

/** What is true of a delivery at the moment of sending, which may differ from when it was chosen. */
export type Facts = Awaited<ReturnType<typeof factsOf>>[number]

export async function factsOf(ctx: Context, claimed: readonly Claimed[]) {
  const rows = await ctx.db
    .selectFrom('deliveries as d')
    .innerJoin('announcements as a', 'a.id', 'd.announcement_id')
    .innerJoin('incident_updates as u', 'u.id', 'd.update_id')
    .innerJoin('incidents as i', 'i.id', 'd.incident_id')
    .innerJoin('pages as p', 'p.id', 'd.page_id')
    .innerJoin('subscribers as s', 's.id', 'd.subscriber_id')
    .select(['d.id as delivery', 'a.kind', 'u.number', 'u.status', 'u.body', 'u.created_at as posted_at'])
    .select(['u.next_update_at', 'u.withdrawn_at', 'u.withdrawn_reason', 'i.id as incident', 'i.title'])
    .select([
      'i.kind as incident_kind',
      'i.started_at',
      'i.scheduled_for',
      'i.resolved_at',
      'p.id as page',
      'p.name as page_name',
    ])
    .select(['p.slug', 'p.host', 'p.time_zone', 's.id as subscriber', 's.email', 's.state', 's.reason as state_reason'])
    .select(['s.link_version', 'd.reason', 'd.attempts', 'd.created_at'])
    .select(['i.audiences as incident_audiences', 'u.audiences as post_audiences'])
    .where('d.id', '=', sql<string>`any(${claimed.map((one) => one.id)}::text[])`)
    .execute()
  const affected = await affectedBy(ctx, new Set(rows.map((row) => row.incident)))
  const first = await firstPage(ctx)
  const limits = await limitsOfAll(ctx, new Set(rows.map((row) => row.page)))
  return rows.map((row) => ({
    ...row,
    ...seen(row, affected.get(row.incident) ?? [], limits.get(row.page)),
    url: placeOf(ctx.settings, row, row.page === first).url,
  }))
}

/** Of those pages on which something is limited. */
async function limitsOfAll(ctx: Context, pages: ReadonlySet<string>) {
  const limited = await ctx.db
    .selectFrom('pages as p')
    .select('p.id')
    .where('p.id', '=', sql<string>`any(${[...pages]}::text[])`)
    .where((eb) =>
      eb
        .exists(eb.selectFrom('audiences').select('id').whereRef('page_id', '=', 'p.id'))
        .or(
          eb.exists(
            eb
              .selectFrom('components')
              .select('id')
              .whereRef('page_id', '=', 'p.id')
              .where('audiences', 'is not', null),
          ),
        ),
    )
    .execute()
  return new Map(await Promise.all(limited.map(async ({ id }) => [id, await limitsOf(ctx, id)] as const)))
}

type Addressed = { email: string | null; incident_audiences: string[] | null; post_audiences: string[] | null }
type Affected = { id: string; name: string; status: string }

/** What the mail may say: who was told may have lost sight of something since. */
function seen(row: Addressed, affected: readonly Affected[], limits: Limits = { audiences: [], tree: [] }) {
  const told = { incident: row.incident_audiences, post: row.post_audiences, affected: affected.map(({ id }) => id) }
  const sight = sightOf(limits, told)?.(row.email)
  return { sees: sight?.sees ?? true, affected: affected.filter(({ id }) => !sight || sight.affected.includes(id)) }
}

async function affectedBy(ctx: Context, incidents: ReadonlySet<string>) {
  const rows = await ctx.db
    .selectFrom('incident_components as ic')
    .innerJoin('components as c', 'c.id', 'ic.component_id')
    .select(['ic.incident_id', 'c.id', 'c.name', 'ic.status'])
    .where('ic.incident_id', '=', sql<string>`any(${[...incidents]}::text[])`)
    .orderBy('c.position')
    .orderBy('c.key')
    .execute()
  return Map.groupBy(rows, (row) => row.incident_id)
}

/** Why it is not sent after all; null where it is. */
export function lastObjection(facts: Facts): string | null {
  if (facts.withdrawn_at && facts.kind !== 'withdrawal') return 'the post was withdrawn before this mail left'
  if (!facts.sees) return `${notInTheAudience} any more when this mail was to leave`
  if (facts.state === 'active' && facts.email !== null) return null
  if (facts.state === 'suppressed')
    return `suppressed before this mail left: ${facts.state_reason ?? 'mail was refused'}`
  return `${facts.state} before this mail left`
}
