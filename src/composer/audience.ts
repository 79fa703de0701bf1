import { type RawBuilder, sql } from 'kysely'
import { belongs } from '../audiences/condition.ts'
import type { Limit } from '../audiences/rights.ts'
import { type Limits, limitsOf } from '../audiences/told.ts'
import { ancestors, related } from '../components/tree.ts'
import type { TellOnly } from '../incidents/tell-only.ts'
import type { Context } from '../lib/context.ts'
import { narrowingsOf } from '../notifications/narrow.ts'

/** Who may see a post: the incident's audiences and its own. */
export type ForWhom = {
  incident?: Limit
  post?: Limit
  /** What people's wishes are about, as far as it is known. */
  about?: { id?: string | null; kind: string; isLast?: boolean }
  /** Only some of those whom it concerns. */
  labels?: readonly string[] | null
  only?: TellOnly | null
}

/** How many people a post on these components would be told to: as `choose` says of each, counted by the database. */
export async function countToTell(
  ctx: Context,
  page: string,
  components: readonly string[],
  { incident = null, post = null, about, labels = null, only = null }: ForWhom = {},
): Promise<number> {
  const limits = await limitsOf(ctx, page)
  const shown = partCondition(limits)
  const affected = components.filter((id) => limits.tree.some((part) => part.id === id))
  const sees = incident || affected.length === 0 ? condition(limits, incident) : any(affected.map(shown))
  const follows = affected.flatMap((id) =>
    alike(limits, [...related(limits.tree, id)]).map((near) =>
      all([shown(id), shown(near[0]!), any([followsOne(near), followsTags(limits, near)])]),
    ),
  )
  const seesNone = all(affected.map((id) => sql<boolean>`not ${shown(id)}`))
  const concerned =
    components.length === 0 ? yes : any([followsAll, ...follows, ...(affected.length > 0 ? [seesNone] : [])])
  const place = { page, incident: about?.id ?? null, before: null, affected: components }
  const narrowed = (await narrowingsOf(ctx, only, limits, place)).map(({ holds }) => holds)
  if (labels) narrowed.push(sql`s.labels && ${[...labels]}::text[]`)
  const found = await ctx.db
    .selectFrom('subscribers as s')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('s.org_id', '=', ctx.org)
    .where('s.page_id', '=', page)
    .where('s.state', '=', 'active')
    .where(all([sees, condition(limits, post), isWanted(about), any([followsThis(about?.id), concerned]), ...narrowed]))
    .executeTakeFirstOrThrow()
  return Number(found.count)
}

type Condition = RawBuilder<boolean>
const yes: Condition = sql`true`
const no: Condition = sql`false`
const all = (parts: Condition[]): Condition => (parts.length === 0 ? yes : sql`(${sql.join(parts, sql` and `)})`)
const any = (parts: Condition[]): Condition => (parts.length === 0 ? no : sql`(${sql.join(parts, sql` or `)})`)

const followsAll: Condition = sql`(s.all_components and s.tags = '{}')`

/** Who follows one incident hears of it whatever it concerns, and of nothing else. */
const followsThis = (id: string | null | undefined): Condition => (id ? sql`s.only_incident = ${id}` : no)

const followsTags = ({ tree }: Limits, ids: readonly string[]): Condition => {
  const tags = tree
    .filter(({ id }) => ids.includes(id))
    .flatMap((part) => Object.entries(part.tags).map(([tag, value]) => `${tag}:${value}`))
  return tags.length > 0 ? sql`s.tags && ${tags}::text[]` : no
}

/** Of what is known of the post before it is there; its impact is not. */
function isWanted(about: ForWhom['about']): Condition {
  const only = sql<boolean>`(s.only_incident is null or s.only_incident = ${about?.id ?? ''})`
  const isLast = !about || about.isLast || about.kind === 'notice'
  return all([
    sql`s.digest is null`,
    only,
    ...(about ? [sql<boolean>`(s.kinds is null or ${about.kind} = any(s.kinds))`] : []),
    ...(isLast ? [] : [sql<boolean>`s.phases <> 'last'`, notHeard(about?.id)]),
  ])
}

const notHeard = (id: string | null | undefined): Condition =>
  id
    ? sql`(s.phases <> 'first_and_last' or not exists (select 1 from deliveries d where d.subscriber_id = s.id
        and d.incident_id = ${id} and d.state in ('queued', 'sending', 'sent')))`
    : yes

const followsOne = (ids: readonly string[]): Condition =>
  sql`exists (select 1 from subscriber_components sc
    where sc.subscriber_id = s.id and sc.component_id = any(${ids}::text[]))`

/** Components that the same people may see stand together. */
function alike({ tree }: Limits, ids: readonly string[]): string[][] {
  const byId = new Map(tree.map((part) => [part.id, part.audiences]))
  const chain = (id: string) => [id, ...ancestors(tree, id)].map((one) => byId.get(one) ?? null).filter(Boolean)
  return [...Map.groupBy(ids, (id) => JSON.stringify(chain(id))).values()]
}

/** Whether a subscriber may see a component, which is below others that may be limited too. */
function partCondition(limits: Limits): (id: string) => Condition {
  const byId = new Map(limits.tree.map((part) => [part.id, part.audiences]))
  return (id) => all([id, ...ancestors(limits.tree, id)].map((one) => condition(limits, byId.get(one) ?? null)))
}

/** Whether a subscriber is among those whom a limit names; nobody is staff by mail alone. */
function condition({ audiences }: Limits, limit: Limit): Condition {
  if (limit === null || limit.includes('everyone') || limit.includes('subscribers')) return yes
  return any(audiences.filter(({ id }) => limit.includes(id)).map(({ members }) => belongs(members)))
}

/** "1,204 people" */
export const people = (count: number): string =>
  count === 0 ? 'nobody' : `${count.toLocaleString('en-GB')} ${count === 1 ? 'person' : 'people'}`
