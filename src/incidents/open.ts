import { readLimit } from '../audiences/find.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { findPage } from '../pages/find.ts'
import { lockFor } from '../rules/facts.ts'
import { type NewUpdate, type Posting, postUpdate } from './post-update.ts'
import { plainTitle, plainTitles } from './titles.ts'

export type NewIncident = Omit<NewUpdate, 'audiences' | 'after'> & {
  /** Slug or id. */
  page: string
  title: string
  impact?: string | undefined
  kind?: 'incident' | 'maintenance' | 'notice'
  /** When the problem began; now when absent. */
  startedAt?: Date
  scheduledFor?: Date | null
  scheduledUntil?: Date | null
  /** Who may see it: keys or ids of audiences. Null or absent: whoever may see something that it affects. */
  audiences?: readonly string[] | null | undefined
}

/** Where an incident comes from when no person opened it. */
export type Origin = { rule: string; component: string | null }

/** Opens an incident with its first update. */
export async function openIncident(outer: Context, input: NewIncident, origin: Origin | null = null) {
  return transaction(outer, async (ctx) => {
    const page = await findPage(ctx, input.page)
    // An alert that is being decided on meanwhile must either be posted before this, or see it and join.
    await lockFor(ctx, 'page', page.id)
    const kind = input.kind ?? 'incident'
    const now = ctx.now()
    const id = input.id ?? newId(ctx)
    const title = plainTitle(input.title)
    await ctx.db
      .insertInto('incidents')
      .values({
        id,
        org_id: ctx.org,
        page_id: page.id,
        kind,
        title,
        translations: JSON.stringify(plainTitles(input.translations)),
        status: input.status,
        impact: kind === 'maintenance' ? 'maintenance' : (input.impact ?? 'none'),
        impact_chosen: input.impact !== undefined || kind !== 'incident',
        started_at: input.startedAt ?? now,
        scheduled_for: input.scheduledFor ?? null,
        scheduled_until: input.scheduledUntil ?? null,
        audiences: await readLimit(ctx, page.id, input.audiences ?? null),
        automatic: origin !== null,
        rule_id: origin?.rule ?? null,
        rule_component_id: origin?.component ?? null,
        created_by: ctx.actor.name,
        created_at: now,
        updated_at: now,
      })
      .execute()
    await record(ctx, {
      kind: 'incident.opened',
      subject: id,
      page: page.id,
      incident: id,
      data: { title },
    })
    const posting: Posting = { automatic: origin !== null, created: true }
    const update = await postUpdate(ctx, id, { ...input, audiences: null }, posting)
    return { id, update }
  })
}
