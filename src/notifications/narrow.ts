import { type RawBuilder, sql } from 'kysely'
import { belongsOrIsLabelled } from '../audiences/condition.ts'
import type { Limits } from '../audiences/told.ts'
import type { PastEvent, TellOnly } from '../incidents/tell-only.ts'
import type { Context } from '../lib/context.ts'

/** One rule that narrows whom a post is told to. */
export type Narrowing = {
  /** Whether it is true of a subscriber `s`. */
  holds: RawBuilder<boolean>
  /** Why somebody is not told of whom it is not. */
  reason: string
  /** What would have to be different. */
  remedy: string
}

/** The post: `before` is the event that tells of it; null of one that is not there yet. */
export type Place = {
  page: string
  incident: string | null
  before: { event: number; number: number } | null
  affected: readonly string[]
}

/** The rules of a post, in the order in which they are asked. All have to hold. */
export async function narrowingsOf(
  ctx: Context,
  only: TellOnly | null,
  { audiences, tree }: Limits,
  place: Place,
): Promise<Narrowing[]> {
  if (only === null) return []
  const rules: Narrowing[] = []
  if (only.audiences) {
    const named = audiences.filter(({ id }) => only.audiences?.includes(id))
    const all = only.audiences.includes('subscribers')
    const names = oneOf(named.map(({ name }) => name))
    rules.push({
      holds: all ? sql`true` : any(named.map(({ members }) => belongsOrIsLabelled(members))),
      reason: `is not among ${names}`,
      remedy: `Their address, domain or label would have to put them among ${names}.`,
    })
  }
  if (only.domains)
    rules.push({
      holds: sql`coalesce(substring(lower(s.email) from '[^@]*$') = any(${only.domains}::text[]), false)`,
      reason: `has no address at ${oneOf(only.domains)}`,
      remedy: `Their address would have to be at ${oneOf(only.domains)}.`,
    })
  if (only.tags) {
    const tagged = tree.filter(({ tags }) =>
      Object.entries(tags).some(([tag, value]) => only.tags?.includes(`${tag}:${value}`)),
    )
    const ids = tagged.map(({ id }) => id)
    rules.push({
      holds: sql`((s.all_components and s.tags = '{}') or s.tags && ${only.tags}::text[] or exists (
        select 1 from subscriber_components sc where sc.subscriber_id = s.id and sc.component_id = any(${ids}::text[])))`,
      reason: `follows nothing with ${oneOf(only.tags)}`,
      remedy: `They would have to follow ${oneOf(only.tags)}, a component that carries it, or everything.`,
    })
  }
  if (only.past) {
    const events = await Promise.all(only.past.map((event) => happened(ctx, event, place)))
    rules.push({
      holds: any(events),
      reason: oneOf(only.past.map((event) => pastWords[event].not)) || 'its rule cannot be read',
      remedy: `They would have to be those who ${oneOf(only.past.map((event) => pastWords[event].would))}.`,
    })
  }
  return rules
}

const pastWords: Record<PastEvent, { not: string; would: string }> = {
  told_of_incident: { not: 'was not told of this incident before', would: 'were told of this incident before' },
  told_of_last_post: { not: 'was not told of the last post on it', would: 'were told of the last post on it' },
  told_of_component: {
    not: 'was not told of an earlier incident of what is affected',
    would: 'were told of an earlier incident of what is affected',
  },
}

async function happened(ctx: Context, event: PastEvent, place: Place): Promise<RawBuilder<boolean>> {
  const { incident, before } = place
  if (event === 'told_of_incident')
    return incident
      ? told(sql`d.incident_id = ${incident} ${before ? sql`and d.event_id < ${before.event}` : sql``}`)
      : no
  if (event === 'told_of_last_post') {
    const last = await lastPost(ctx, place)
    return last ? told(sql`d.update_id = ${last}`) : no
  }
  const earlier = await earlierIncidents(ctx, place)
  return earlier.length > 0 ? told(sql`d.incident_id = any(${earlier}::text[])`) : no
}

/**
 * Whoever is about to be told counts: a newer post must not be narrower because an older one is still on its way, nor because
 * it has taken that one's place and is looked at again before it leaves.
 */
const told = (of: RawBuilder<unknown>) =>
  sql<boolean>`exists (select 1 from deliveries d where d.subscriber_id = s.id and ${of}
    and d.state in ('queued', 'sending', 'sent', 'superseded'))`

async function lastPost(ctx: Context, { incident, before }: Place): Promise<string | null> {
  if (!incident) return null
  let query = ctx.db
    .selectFrom('incident_updates')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('incident_id', '=', incident)
  if (before) query = query.where('number', '<', before.number)
  return (await query.orderBy('number', 'desc').executeTakeFirst())?.id ?? null
}

/** The newest hundred that affected something of the same. */
async function earlierIncidents(ctx: Context, { page, incident, affected }: Place): Promise<string[]> {
  if (affected.length === 0) return []
  const rows = await ctx.db
    .selectFrom('incidents as i')
    .select('i.id')
    .where('i.org_id', '=', ctx.org)
    .where('i.page_id', '=', page)
    .where('i.id', '<>', incident ?? '')
    .where(
      sql<boolean>`exists (select 1 from incident_components ic
        where ic.incident_id = i.id and ic.component_id = any(${[...affected]}::text[]))`,
    )
    .orderBy('i.started_at', 'desc')
    .limit(100)
    .execute()
  return rows.map(({ id }) => id)
}

const no = sql<boolean>`false`
const any = (parts: RawBuilder<boolean>[]): RawBuilder<boolean> =>
  parts.length === 0 ? no : sql`(${sql.join(parts, sql` or `)})`

/** Which of the rules hold of a subscriber `s`, in order. */
export const met = (rules: readonly Narrowing[]): RawBuilder<boolean[]> =>
  rules.length === 0 ? sql`'{}'::boolean[]` : sql`array[${sql.join(rules.map(({ holds }) => holds))}]`

const oneOf = (words: readonly string[]) => new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(words)
