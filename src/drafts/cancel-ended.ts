import { findIncident } from '../incidents/find.ts'
import { type Context, transaction } from '../lib/context.ts'
import { lockFor } from '../rules/facts.ts'
import { endDraft } from './decide.ts'

/** Cancels the recovery drafts of an incident that a person has ended meanwhile: there is nothing left to say. */
export async function cancelDraftsOfEnded(outer: Context, incidentId: string) {
  await transaction(outer, async (ctx) => {
    const { page_id } = await findIncident(ctx, incidentId)
    await lockFor(ctx, 'page', page_id)
    const incident = await findIncident(ctx, incidentId)
    if (!incident.resolved_at) return
    const waiting = await ctx.db
      .selectFrom('drafts')
      .selectAll()
      .where('org_id', '=', ctx.org)
      .where('incident_id', '=', incidentId)
      .where('kind', '=', 'recovery')
      .where('state', 'in', ['held', 'awaiting_approval'])
      .execute()
    for (const draft of waiting) await endDraft(ctx, draft, 'cancelled', 'A person ended the incident.')
  })
}
