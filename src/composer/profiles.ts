import { type RawBuilder, sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { type PreferenceRow, preferenceColumns } from '../subscribers/preferences.ts'

/** Subscribers who are alike in all that decides about them. */
export type Profile = PreferenceRow & {
  channel: string
  state: string
  all_components: boolean
  world: boolean
  labels: string[]
  chosen: string[] | null
  heard: boolean
  /** Which of the rules that narrow a post hold of them. */
  met: boolean[]
  /** Of one of them. */
  email: string | null
  count: number
}

/** Up to so many are all looked at; of more, every second, third …. */
const most = 25_000

/** `each`: how many subscribers one that was looked at stands for. `flags` and `met`: what else makes them differ. */
export async function profilesOf(
  ctx: Context,
  page: string,
  incident: string | null,
  { flags, met }: { flags: RawBuilder<unknown>; met: RawBuilder<boolean[]> },
): Promise<{ profiles: Profile[]; each: number }> {
  const all = await ctx.db
    .selectFrom('subscribers')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('page_id', '=', page)
    .executeTakeFirstOrThrow()
  const each = Math.max(1, Math.ceil(Number(all.count) / most))
  const sample = each === 1 ? sql`true` : sql`abs(hashtext(s.id)::bigint) % ${each} = 0`
  const columns = ['channel', 'state', 'all_components', 'world', 'labels', ...preferenceColumns]
  const same = sql.join(columns.map((column) => sql.ref(`s.${column}`)))
  const { rows } = await sql<Profile>`
    with s as materialized (
      select s.id, s.email, ${same} from subscribers s where org_id = ${ctx.org} and page_id = ${page} and state <> 'erased' and ${sample}
    ), alike as (
      select s.*, ${flags} as flags, ${met} as met, ${heard(incident)} as heard, case when not s.all_components then array(
        select component_id from subscriber_components where subscriber_id = s.id order by component_id) end as chosen
      from s
    )
    select ${same}, s.chosen, s.heard, s.met, min(s.email) as email, count(*)::int as count
    from alike s group by ${same}, s.chosen, s.heard, s.met, s.flags`.execute(ctx.db)
  return { profiles: rows, each }
}

/** Asked only of those to whom it matters. */
const heard = (incident: string | null) =>
  incident === null
    ? sql<boolean>`false`
    : sql<boolean>`s.phases = 'first_and_last' and exists (select 1 from deliveries d where d.subscriber_id = s.id
        and d.incident_id = ${incident} and d.state in ('queued', 'sending', 'sent'))`
