import { record } from '../events/record.ts'
import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { enqueue } from '../queue/job.ts'
import type { Rule } from '../rules/find.ts'
import { publishDueDraft } from './publish-due.ts'
import { spanOf } from './span.ts'
import { type Alert, type Draft, word } from './write.ts'

export type NewDraft = {
  rule: Rule | null
  page: string
  component: string | null
  alert: Alert
  kind: 'opening' | 'recovery'
  policy: 'publish' | 'hold' | 'ask'
  reason: string
  dueAt: Date | null
  incident: { id: string; startedAt: Date } | null
}

/** Makes the message ready: it waits in the state its policy says, and the alert points to it. */
export async function createDraft(ctx: Context, input: NewDraft): Promise<Draft> {
  const now = ctx.now()
  const text = await word(ctx, {
    rule: input.rule,
    page: input.page,
    component: input.component,
    alert: input.alert,
    phase: input.kind === 'recovery' ? 'resolved' : 'investigating',
    ...spanOf(input.alert, input.kind === 'recovery' ? input.incident : null),
    postedAt: input.dueAt ?? now,
  })
  const draft = await ctx.db
    .insertInto('drafts')
    .values({
      id: newId(ctx),
      org_id: ctx.org,
      page_id: input.page,
      rule_id: input.rule?.id ?? null,
      component_id: input.component,
      kind: input.kind,
      state: input.policy === 'ask' ? 'awaiting_approval' : 'held',
      reason: input.reason,
      title: text.title,
      body: text.body,
      component_status: input.rule?.status ?? null,
      due_at: input.policy === 'ask' ? null : (input.dueAt ?? now),
      alert_id: input.alert.id,
      incident_id: input.incident?.id ?? null,
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  if (input.policy === 'publish') return draft
  await record(ctx, {
    kind: 'draft.created',
    subject: draft.id,
    page: input.page,
    incident: draft.incident_id,
    data: { state: draft.state, reason: input.reason },
  })
  if (draft.due_at)
    await enqueue(ctx, publishDueDraft, { draft: draft.id }, { at: draft.due_at, key: `draft:${draft.id}` })
  return draft
}
