import { record } from '../events/record.ts'
import { limits } from '../incidents/words.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { isWaiting, lockDraft } from './find.ts'
import { type Absorbed, publishDraft } from './publish.ts'
import type { Draft } from './write.ts'

export const EditDraft = z
  .strictObject({
    title: z.string().trim().min(1).max(limits.title).optional(),
    body: z.string().trim().min(1).max(limits.body).optional(),
  })
  .refine((input) => input.title !== undefined || input.body !== undefined, 'expected a title or a body')

/** Changes the text before it goes. From then on it goes out as written. */
export async function editDraft(outer: Context, id: string, input: z.infer<typeof EditDraft>): Promise<Draft> {
  return transaction(outer, async (ctx) => {
    const draft = await waiting(ctx, id)
    const edited = await ctx.db
      .updateTable('drafts')
      .set({
        title: input.title ?? draft.title,
        body: input.body ?? draft.body,
        edited_by: ctx.actor.name,
        updated_at: ctx.now(),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await record(ctx, { kind: 'draft.edited', subject: id, page: draft.page_id, incident: draft.incident_id })
    return edited
  })
}

/** Posts the draft now, whatever its policy waits for. */
export async function approveDraft(outer: Context, id: string): Promise<Draft> {
  return transaction(outer, async (ctx) => publishDraft(ctx, await waiting(ctx, id), { automatic: true }))
}

/** Says no: nothing is posted, and the alerts behind it stay silent until they have recovered. */
export async function rejectDraft(outer: Context, id: string): Promise<Draft> {
  return transaction(outer, async (ctx) => {
    const draft = await waiting(ctx, id)
    return endDraft(ctx, draft, 'rejected', `${ctx.actor.name} rejected it.`)
  })
}

/** Ends a waiting draft without a post. */
export async function endDraft(
  ctx: Context,
  draft: Draft,
  state: 'cancelled' | 'rejected',
  reason: string,
  absorbed: Absorbed | null = null,
): Promise<Draft> {
  const ended = await ctx.db
    .updateTable('drafts')
    .set({ state, reason, decided_by: ctx.actor.name, decided_at: ctx.now(), updated_at: ctx.now() })
    .where('id', '=', draft.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const outcome = absorbed ? 'absorbed' : state === 'rejected' ? 'recorded' : 'cancelled'
  await ctx.db
    .updateTable('alerts')
    .set({
      outcome,
      reason,
      ...(absorbed ? { incident_id: absorbed.incident, unsaid_while: absorbed.unsaidWhile } : {}),
      ...(state === 'rejected' ? { unsaid_while: null } : {}),
    })
    .where('draft_id', '=', draft.id)
    .where('org_id', '=', ctx.org)
    .where('outcome', 'in', ['held', 'awaiting_approval'])
    .execute()
  await record(ctx, {
    kind: state === 'rejected' ? 'draft.rejected' : 'draft.cancelled',
    subject: draft.id,
    page: draft.page_id,
    incident: draft.incident_id,
    data: { reason },
  })
  return ended
}

async function waiting(ctx: Context, id: string): Promise<Draft> {
  const draft = await lockDraft(ctx, id)
  if (!isWaiting(draft)) throw new Conflict(`The draft is ${draft.state}; it no longer waits.`)
  return draft
}
