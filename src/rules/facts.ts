import { sql } from 'kysely'
import { componentsOf } from '../components/find.ts'
import { related } from '../components/tree.ts'
import type { Context } from '../lib/context.ts'
import type { Rule } from './find.ts'
import type { OpenIncident, RuleFacts } from './policy.ts'

/**
 * Puts the decisions about one thing in one order, until the transaction ends. Always taken in the order key, then page,
 * so that two transactions never wait for each other.
 */
export const lockFor = (ctx: Context, kind: 'key' | 'page', name: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`${kind} ${name}`}, 0))`.execute(ctx.db)

export const isPaused = async (ctx: Context): Promise<boolean> =>
  (
    await ctx.db
      .selectFrom('organizations')
      .select('automation_paused_at')
      .where('id', '=', ctx.org)
      .executeTakeFirstOrThrow()
  ).automation_paused_at !== null

export const ruleFacts = (ctx: Context, rule: Rule): RuleFacts => ({
  id: rule.id,
  mode: rule.mode as RuleFacts['mode'],
  holdFor: rule.hold_for ?? 0,
  muted: isMuted(ctx, rule),
  flapWindow: rule.flap_window,
})

export const isMuted = (ctx: Context, thing: { muted_until: Date | null }) =>
  thing.muted_until !== null && thing.muted_until > ctx.now()

/** The newest open incident or running planned work that a person opened on the rule's component, its ancestors or descendants; locked. */
export async function personIncident(ctx: Context, rule: Rule): Promise<string | null> {
  if (!rule.page_id) return null
  let query = ctx.db
    .selectFrom('incidents as i')
    .select('i.id')
    .where('i.org_id', '=', ctx.org)
    .where('i.page_id', '=', rule.page_id)
    .where('i.automatic', '=', false)
    .where('i.resolved_at', 'is', null)
    .where('i.kind', '<>', 'notice')
    .where('i.status', '<>', 'scheduled')
  if (rule.component_id) {
    const near = [...related(await componentsOf(ctx, rule.page_id), rule.component_id)]
    query = query.where((eb) =>
      eb.exists(
        eb
          .selectFrom('incident_components as ic')
          .select('ic.incident_id')
          .whereRef('ic.incident_id', '=', 'i.id')
          .where('ic.component_id', 'in', near),
      ),
    )
  } else {
    query = query.where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('incident_components as ic').select('ic.incident_id').whereRef('ic.incident_id', '=', 'i.id'),
        ),
      ),
    )
  }
  return (await query.orderBy('i.created_at', 'desc').forUpdate('i').executeTakeFirst())?.id ?? null
}

/** The rule's open incident on its component, locked: it cannot end while something joins it. */
export async function ruleIncident(ctx: Context, rule: Rule): Promise<(OpenIncident & { status: string }) | null> {
  const row = await byRule(ctx, rule).where('resolved_at', 'is', null).forUpdate().executeTakeFirst()
  return row ? { id: row.id, touched: row.touched_by_person, reopened: row.reopened, status: row.status } : null
}

/** The rule's last incident on its component, where automation ended it within the flap window before `firedAt`. */
export async function recentIncident(ctx: Context, rule: Rule, firedAt: Date) {
  const since = new Date(firedAt.getTime() - rule.flap_window * 1000)
  return byRule(ctx, rule).where('resolved_at', '>=', since).where('touched_by_person', '=', false).executeTakeFirst()
}

const byRule = (ctx: Context, rule: Rule) =>
  ctx.db
    .selectFrom('incidents')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('rule_id', '=', rule.id)
    .where(sql<boolean>`rule_component_id is not distinct from ${rule.component_id}`)
    .orderBy('created_at', 'desc')

/** The rule's waiting draft that would open an incident on its component. */
export const waitingDraft = (ctx: Context, rule: Rule) =>
  ctx.db
    .selectFrom('drafts')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('rule_id', '=', rule.id)
    .where(sql<boolean>`component_id is not distinct from ${rule.component_id}`)
    .where('kind', '=', 'opening')
    .where('state', 'in', ['held', 'awaiting_approval'])
    .executeTakeFirst()

/** How many alerts are still firing on a draft or an incident. */
export async function stillFiring(ctx: Context, on: { draft: string } | { incident: string }): Promise<number> {
  const column = 'draft' in on ? 'draft_id' : 'incident_id'
  const row = await ctx.db
    .selectFrom('alerts')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('org_id', '=', ctx.org)
    .where(column, '=', 'draft' in on ? on.draft : on.incident)
    .where('open', '=', true)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
