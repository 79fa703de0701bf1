import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { preferenceColumns, wishesOf } from '../subscribers/preferences.ts'
import type { Announcement } from './announce.ts'
import type { Listener, Subject } from './choose.ts'
import { met, type Narrowing } from './narrow.ts'

export type Candidate = Listener & { id: string; profile: string }

/** What profiles are about. */
export type Profiled = Pick<Subject, 'sight' | 'groups' | 'concerned' | 'labels' | 'only'>

/** These subscribers as they are now. `profiled`: false where nobody asks for their profiles, which are empty then. */
export async function candidatesAmong(
  ctx: Context,
  announcement: Announcement,
  ids: readonly string[],
  profiled: Profiled | false = false,
  only: readonly Narrowing[] = [],
): Promise<Candidate[]> {
  const rows = await ctx.db
    .selectFrom('subscribers as s')
    .select(['s.id', 's.email', 's.state', 's.reason', 's.all_components', 's.world', 's.labels'])
    .select(preferenceColumns.map((column) => `s.${column}` as const))
    .select([followed().as('chosen'), heard(announcement).as('heard'), told(announcement).as('told')])
    .select([(profiled ? profile(announcement, profiled) : sql<string>`''`).as('profile'), met(only).as('met')])
    .where('s.org_id', '=', ctx.org)
    .where('s.page_id', '=', announcement.page_id)
    .where('s.state', '<>', 'erased')
    .where('s.id', '=', sql<string>`any(${ids}::text[])`)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    profile: row.profile,
    email: row.email,
    state: row.state,
    reason: row.reason,
    world: row.world,
    labels: row.labels,
    meets: new Set(only.filter((_, i) => row.met[i])),
    heard: row.heard,
    wishes: wishesOf(row),
    choice: row.all_components ? null : row.chosen,
    ...(row.told === null ? {} : { told: row.told }),
  }))
}

/**
 * Stands for all that `choose` looks at, of a subscriber `s`: who has the same is told, or is not, for the same reason. Of
 * who is not active the wishes do not count, and of components, tags and labels only those that the post is about. Whoever
 * reads many gives `tags` from elsewhere, null where there are none: what may be long is in no index, and all else is.
 */
export function profile(
  announcement: Announcement,
  { sight, groups, concerned, labels, only = [] }: Profiled,
  tags: RawBuilder<unknown> = sql`s.tags`,
) {
  const about = [...(concerned?.keys() ?? [])]
  return sql<string>`md5(case when s.state <> 'active' then row(s.state, ${whySuppressed})::text else row(
    s.all_components, s.kinds, s.phases, s.least_impact, s.digest,
    s.quiet_from, s.quiet_until, s.quiet_zone, s.quiet_except_critical, s.only_incident = ${announcement.incident_id},
    case when ${tags} && ${about}::text[] then ${tags}::text when ${tags} <> '{}' then 'others' end,
    case when not s.all_components then ${followed(about)} end, ${heard(announcement)}, ${told(announcement)},
    ${sight ? seesBy(groups) : sql`null`}, ${labels ? sql`s.labels && ${labels}::text[]` : sql`null`}, ${met(only)})::text end)`
}

const whySuppressed = sql`case when s.state = 'suppressed' then (select reason from subscribers r where r.id = s.id) end`

/**
 * By what it is decided who may see what: the groups that the address belongs to. The database has another idea of small
 * letters than we have where they are none of ASCII's; such an address stands for itself.
 */
const seesBy = (groups: Profiled['groups']) =>
  groups
    ? sql`row(${sql.join([sql`s.world`, ...groups, sql`case when octet_length(s.email) <> length(s.email) then s.email end`])})`
    : sql`row(s.world, s.email)`

const followed = (among?: readonly string[]) => sql<string[]>`array(
  select component_id from subscriber_components where subscriber_id = s.id
    ${among ? sql`and component_id = any(${among}::text[])` : sql``} order by component_id)`

/**
 * Asked only of those to whom it matters, who are few, and not of the first post of an incident. By the reader: the offset
 * keeps the database from reading the whole ledger for it.
 */
const heard = ({ incident_id, event_id }: Announcement) => sql<boolean>`case
  when s.phases <> 'first_and_last' then false
  when not exists (select 1 from announcements where incident_id = ${incident_id} and event_id < ${event_id}) then false
  else exists (
    select 1 from deliveries d where d.subscriber_id = s.id and d.incident_id = ${incident_id}
      and d.event_id < ${event_id} and d.state in ('queued', 'sending', 'sent') offset 0) end`

/** What became of the mail about the post that is corrected or withdrawn now; null of a post. */
const told = ({ kind, update_id }: Announcement): RawBuilder<'sent' | 'waiting' | 'no' | null> =>
  kind === 'update'
    ? sql`null::text`
    : sql`coalesce((
        select case d.state when 'queued' then 'waiting' else 'sent' end
        from deliveries d join announcements a on a.id = d.announcement_id
        where d.subscriber_id = s.id and d.update_id = ${update_id} and a.kind = 'update'
          and d.state in ('sent', 'sending', 'queued') limit 1), 'no')`
