import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'

/** What gives a component its own status beside what was set by hand: open incidents and running planned work. */
export const causesOf = (ctx: Context, component: string) =>
  ctx.db
    .selectFrom('incident_components as ic')
    .innerJoin('incidents as i', 'i.id', 'ic.incident_id')
    .select(['i.id', 'i.title', 'i.kind', 'ic.status'])
    .where('i.org_id', '=', ctx.org)
    .where('ic.component_id', '=', component)
    .where('i.resolved_at', 'is', null)
    .where('i.status', '<>', 'scheduled')
    .orderBy('i.started_at', 'desc')
    .execute()

/** Where readers are being told about a component: open incidents, planned work ahead, and what has ended until it is decided who hears of the end. */
export const tellingAbout = (ctx: Context, component: string) =>
  ctx.db
    .selectFrom('incident_components as ic')
    .innerJoin('incidents as i', 'i.id', 'ic.incident_id')
    .select(['i.id', 'i.title', 'i.kind'])
    .where('i.org_id', '=', ctx.org)
    .where('ic.component_id', '=', component)
    .where((eb) =>
      eb.or([
        eb('i.resolved_at', 'is', null),
        eb.exists(
          eb
            .selectFrom('announcements as a')
            .select('a.id')
            .whereRef('a.incident_id', '=', 'i.id')
            .where('a.chosen_at', 'is', null),
        ),
      ]),
    )
    .orderBy('i.created_at')
    .execute()

export type ComponentAtStake = {
  intervals: number
  incidents: number
  /** Subscribers who follow it and nothing else. */
  followers: number
  parts: number
  drafts: number
  rules: { id: string; name: string }[]
  /** Open incidents and planned work, which keep it from being removed too. */
  telling: { id: string; title: string }[]
}

/** What goes, or changes, when a component is removed, in numbers; and what keeps it from being removed. */
export async function componentAtStake(ctx: Context, component: string): Promise<ComponentAtStake> {
  const { rows } = await sql<Omit<ComponentAtStake, 'rules' | 'telling'>>`select
    (select count(*)::int from status_intervals where component_id = ${component} and superseded_at is null) as intervals,
    (select count(*)::int from incident_components where component_id = ${component}) as incidents,
    (select count(*)::int from subscriber_components sc where sc.component_id = ${component} and not exists (
      select 1 from subscriber_components o where o.subscriber_id = sc.subscriber_id and o.component_id <> ${component}
    )) as followers,
    (select count(*)::int from components where parent_id = ${component} and org_id = ${ctx.org}) as parts,
    (select count(*)::int from drafts where component_id = ${component} and org_id = ${ctx.org}
      and state in ('held', 'awaiting_approval')) as drafts`.execute(ctx.db)
  const rules = await ctx.db
    .selectFrom('rules')
    .select(['id', 'name'])
    .where('org_id', '=', ctx.org)
    .where('component_id', '=', component)
    .orderBy('position')
    .execute()
  const telling = await tellingAbout(ctx, component)
  return { ...(rows[0] ?? { intervals: 0, incidents: 0, followers: 0, parts: 0, drafts: 0 }), rules, telling }
}
