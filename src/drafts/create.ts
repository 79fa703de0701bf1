import { record } from '../events/record.ts'
import type { Context } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { only } from '../publishing/languages/only.ts'
import { enqueue } from '../queue/job.ts'
import type { Rule } from '../rules/find.ts'
import type { UnsaidWhile } from '../rules/policy.ts'
import { publishDraft, type Text } from './publish.ts'
import { publishDueDraft } from './publish-due.ts'
import { spanOf } from './span.ts'
import { type Alert, type Draft, word } from './write.ts'

export type Made = {
  rule: Rule | null
  page: string
  component: string | null
  alert: Alert
  kind: 'opening' | 'recovery'
  reason: string
  incident: { id: string; startedAt: Date } | null
}

/** `dueAt`: when it goes out by itself; null: a person decides. `asksWhile`: what alone makes it ask. */
export type NewDraft = Made & { dueAt: Date | null; asksWhile?: UnsaidWhile | null }

/** Makes the message ready: it waits for its time or for a person, and the alert points to it. */
export async function createDraft(ctx: Context, input: NewDraft): Promise<Draft> {
  const draft = await insert(ctx, input, await wordsFor(ctx, input))
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

/** Makes the message and posts it. Call it inside a transaction that holds the page's lock. */
export async function publishAtOnce(ctx: Context, made: Made): Promise<Draft> {
  const input = { ...made, dueAt: ctx.now() }
  const text = await wordsFor(ctx, input)
  return publishDraft(ctx, await insert(ctx, input, text), { automatic: true }, { rule: made.rule, text })
}

async function wordsFor(ctx: Context, input: NewDraft): Promise<Text> {
  const ends = input.kind === 'recovery'
  const span = spanOf(input.alert, ends ? input.incident : null)
  const { rule, page, component, alert } = input
  const postedAt = input.dueAt ?? ctx.now()
  const phase = ends ? 'resolved' : 'investigating'
  const text = await word(ctx, { rule, page, component, alert, phase, ...span, postedAt })
  return { ...text, startedAt: span.startedAt }
}

const insert = (ctx: Context, input: NewDraft, text: Text): Promise<Draft> =>
  ctx.db
    .insertInto('drafts')
    .values({
      id: newId(ctx),
      org_id: ctx.org,
      page_id: input.page,
      rule_id: input.rule?.id ?? null,
      component_id: input.component,
      kind: input.kind,
      state: input.dueAt ? 'held' : 'awaiting_approval',
      reason: input.reason,
      asks_while: input.asksWhile ?? null,
      title: text.title,
      body: text.body,
      // The title is that of the incident by then.
      translations: JSON.stringify(input.kind === 'recovery' ? only('body', text.translations) : text.translations),
      short: text.short,
      texts: JSON.stringify(text.texts),
      component_status: input.rule?.status ?? null,
      due_at: input.dueAt,
      alert_id: input.alert.id,
      incident_id: input.incident?.id ?? null,
      created_at: ctx.now(),
      updated_at: ctx.now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
