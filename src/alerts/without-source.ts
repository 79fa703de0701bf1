import { type Selectable, sql } from 'kysely'
import type { Drafts, Incidents } from '../db/schema.ts'
import { createDraft } from '../drafts/create.ts'
import { endDraft } from '../drafts/decide.ts'
import type { Context } from '../lib/context.ts'
import { rulesOf } from '../rules/find.ts'
import { lockPages } from './earlier.ts'

type Left = {
  drafts: Pick<Selectable<Drafts>, 'id' | 'page_id'>[]
  incidents: Pick<Selectable<Incidents>, 'id' | 'page_id' | 'title'>[]
}

/**
 * What a source would leave behind: drafts that wait for its alerts alone, and open incidents of rules that wait for no
 * recovery but its own.
 */
export async function leftWithout(ctx: Context, source: string): Promise<Left> {
  const others = (column: string) =>
    sql`not exists (select 1 from alerts where ${sql.raw(column)} and source_id <> ${source} and open)`
  const drafts = await sql<Left['drafts'][number]>`
    select d.id, d.page_id from drafts d
    where d.org_id = ${ctx.org} and d.kind = 'opening' and d.state in ('held', 'awaiting_approval')
      and exists (select 1 from alerts where draft_id = d.id and source_id = ${source})
      and ${others('draft_id = d.id')}
    order by d.created_at`.execute(ctx.db)
  const incidents = await sql<Left['incidents'][number]>`
    select i.id, i.page_id, i.title from incidents i
    where i.org_id = ${ctx.org} and i.automatic and i.resolved_at is null
      and exists (select 1 from alerts where incident_id = i.id and source_id = ${source}
        and (open or i.quiet_until is not null))
      and ${others('incident_id = i.id')}
      and not exists (select 1 from drafts where incident_id = i.id and kind = 'recovery' and state = 'awaiting_approval')
    order by i.created_at`.execute(ctx.db)
  return { drafts: drafts.rows, incidents: incidents.rows }
}

/** Ends what waits for a source that is about to go: its drafts are cancelled, and a person is asked to end its incidents. */
export async function settleWithout(ctx: Context, source: string): Promise<void> {
  const before = await leftWithout(ctx, source)
  await lockPages(
    ctx,
    [...before.drafts, ...before.incidents].map((one) => one.page_id),
  )
  const { drafts, incidents } = await leftWithout(ctx, source)
  for (const { id } of drafts) {
    const draft = await ctx.db.selectFrom('drafts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    await endDraft(ctx, draft, 'cancelled', 'Its source was removed.')
  }
  for (const { id } of incidents) await askToEnd(ctx, source, id)
  await speakForOthers(ctx, source)
}

async function askToEnd(ctx: Context, source: string, id: string) {
  const incident = await ctx.db
    .updateTable('incidents')
    .set({ quiet_until: null })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const alert = await ctx.db
    .selectFrom('alerts')
    .selectAll()
    .where('incident_id', '=', id)
    .where('source_id', '=', source)
    .orderBy('received_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  await createDraft(ctx, {
    rule: (await rulesOf(ctx)).find((rule) => rule.id === incident.rule_id) ?? null,
    page: incident.page_id,
    component: incident.rule_component_id,
    // Nobody knows when it ended, so the words are those for now.
    alert: { ...alert, received_at: ctx.now(), ended_at: null },
    kind: 'recovery',
    reason: 'Its source was removed, so nothing will say that it has recovered. Is it over?',
    dueAt: null,
    incident: { id, startedAt: incident.started_at },
  })
}

/** A draft that alerts of other sources have joined speaks for one of them from now on. */
const speakForOthers = (ctx: Context, source: string) =>
  sql`
    update drafts d set alert_id = (
      select id from alerts where draft_id = d.id and source_id <> ${source} and open order by received_at, id limit 1)
    where d.org_id = ${ctx.org} and d.kind = 'opening' and d.state in ('held', 'awaiting_approval')
      and exists (select 1 from alerts where id = d.alert_id and source_id = ${source})`.execute(ctx.db)
