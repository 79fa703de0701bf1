import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { defineJob } from '../queue/job.ts'
import { isMuted, isPaused } from '../rules/facts.ts'
import { findRule } from '../rules/find.ts'
import type { UnsaidWhile } from '../rules/policy.ts'
import { endDraft } from './decide.ts'
import { lockDraft } from './find.ts'
import { overtaking, publishDraft } from './publish.ts'
import type { Draft } from './write.ts'

export const publishDueDraft = defineJob('publish-due-draft', z.object({ draft: z.string() }))

/** Posts a held draft whose time has come; does nothing where it was decided meanwhile. */
export async function publishDue(outer: Context, input: { draft: string }) {
  await transaction(outer, async (ctx) => {
    const draft = await lockDraft(ctx, input.draft)
    if (draft.state !== 'held' || draft.due_at === null || draft.due_at > ctx.now()) return
    const overtaken = await overtaking(ctx, draft)
    if (overtaken)
      return endDraft(ctx, draft, 'cancelled', 'An incident on the component was opened meanwhile.', overtaken)
    const hindrance = await reasonToAsk(ctx, draft)
    if (hindrance) return askAboutDraft(ctx, draft, hindrance)
    return publishDraft(ctx, draft, { automatic: true })
  })
}

/**
 * Posts what is overdue. Its job may have come before its time by our clock, since the queue goes by the database's, or
 * may have failed too often.
 */
export async function publishOverdue(ctx: Context) {
  const due = await ctx.db
    .selectFrom('drafts')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('state', '=', 'held')
    .where('due_at', '<=', ctx.now())
    .execute()
  for (const { id } of due)
    await publishDue(ctx, { draft: id }).catch((error) =>
      ctx.log.warn({ event: 'draft_failed', draft: id, err: error }, 'a draft that is due could not be posted'),
    )
}

type Hindrance = { reason: string; asksWhile: UnsaidWhile | null }

async function reasonToAsk(ctx: Context, draft: Draft): Promise<Hindrance | null> {
  if (await isPaused(ctx)) return { reason: 'Automation was paused while it waited.', asksWhile: 'paused' }
  const rule = draft.rule_id ? await findRule(ctx, draft.rule_id) : null
  if (!rule) return { reason: 'The rule is gone.', asksWhile: null }
  if (isMuted(ctx, rule)) return { reason: 'The rule was muted while it waited.', asksWhile: 'rule_muted' }
  if (rule.mode === 'approve' || rule.mode === 'record')
    return { reason: 'The rule was changed while it waited.', asksWhile: null }
  const alert = await ctx.db
    .selectFrom('alerts')
    .select('source_id')
    .where('id', '=', draft.alert_id)
    .executeTakeFirst()
  const source =
    alert &&
    (await ctx.db.selectFrom('sources').select('muted_until').where('id', '=', alert.source_id).executeTakeFirst())
  return source && isMuted(ctx, source)
    ? { reason: 'The source was muted while it waited.', asksWhile: 'source_muted' }
    : null
}

/** Turns a held draft into one that a person decides. */
async function askAboutDraft(ctx: Context, draft: Draft, { reason, asksWhile }: Hindrance) {
  await ctx.db
    .updateTable('drafts')
    .set({ state: 'awaiting_approval', reason, asks_while: asksWhile, due_at: null, updated_at: ctx.now() })
    .where('id', '=', draft.id)
    .execute()
  await ctx.db
    .updateTable('alerts')
    .set({ outcome: 'awaiting_approval', reason, unsaid_while: asksWhile })
    .where('draft_id', '=', draft.id)
    .where('outcome', '=', 'held')
    .execute()
  await record(ctx, { kind: 'draft.asked', subject: draft.id, page: draft.page_id, data: { reason } })
}
