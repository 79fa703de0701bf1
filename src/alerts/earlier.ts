import { findDraft, isWaiting } from '../drafts/find.ts'
import type { Alert, Draft } from '../drafts/write.ts'
import { findIncident, lockIncident } from '../incidents/find.ts'
import type { Context } from '../lib/context.ts'
import { lockFor } from '../rules/facts.ts'
import type { FiringFacts, UnsaidWhile } from '../rules/policy.ts'

/** The firing of a key that no recovery has ended yet. Its key must be locked. */
export const openFiring = (ctx: Context, source: string, key: string): Promise<Alert | undefined> =>
  ctx.db
    .selectFrom('alerts')
    .selectAll()
    .where('source_id', '=', source)
    .where('key', '=', key)
    .where('open', '=', true)
    .executeTakeFirst()

/** Locks the pages that a decision is about, always in the same order. */
export async function lockPages(ctx: Context, pages: readonly (string | null | undefined)[]) {
  for (const page of [...new Set(pages.filter((page) => typeof page === 'string'))].sort())
    await lockFor(ctx, 'page', page)
}

/** The page of the incident or draft that a firing belongs to. */
export async function pageOf(ctx: Context, firing: Alert): Promise<string | null> {
  if (firing.draft_id) return (await findDraft(ctx, firing.draft_id)).page_id
  return firing.incident_id ? (await findIncident(ctx, firing.incident_id)).page_id : null
}

export type GoesOn = NonNullable<FiringFacts['goesOn']> & {
  rule: string | null
  component: string | null
  /** The rejected draft that keeps it silent. */
  silencedBy: string | null
}

/** What a firing that has not recovered belongs to. Its page must be locked: what it points to may just have changed. */
export async function whatGoesOn(ctx: Context, firing: Alert): Promise<GoesOn> {
  const now = (await openFiring(ctx, firing.source_id, firing.key)) ?? firing
  const draft = now.draft_id ? await findDraft(ctx, now.draft_id) : null
  const incident = now.incident_id ? await lockIncident(ctx, now.incident_id) : null
  return {
    rule: now.rule_id,
    component: now.component_id,
    incident: incident && !incident.resolved_at ? { id: incident.id, touched: incident.touched_by_person } : null,
    draft: draft && isWaiting(draft) ? waitingFacts(draft) : null,
    unsaidWhile: now.unsaid_while as UnsaidWhile | null,
    silencedBy: draft?.state === 'rejected' ? draft.id : null,
  }
}

/** What a decision needs to know of a draft that waits. */
export const waitingFacts = (draft: Draft): NonNullable<FiringFacts['draft']> => ({
  id: draft.id,
  state: draft.state as 'held' | 'awaiting_approval',
  asksWhile: draft.asks_while as UnsaidWhile | null,
})
