import { record } from '../events/record.ts'
import { PostTexts, readTexts, Short } from '../incidents/texts.ts'
import { limits } from '../incidents/words.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { OpeningTranslations } from '../publishing/languages/schema.ts'
import { isWaiting, lockDraft } from './find.ts'
import { type Absorbed, publishDraft } from './publish.ts'
import type { Draft } from './write.ts'

export const EditDraft = z
  .strictObject({
    title: z.string().trim().min(1).max(limits.title).optional(),
    body: z.string().trim().min(1).max(limits.body).optional(),
    translations: OpeningTranslations.nullish().meta({
      description: 'Those of the earlier title and body are gone with them, unless they are given again.',
    }),
    short: Short.nullish().meta({ description: 'That of an earlier body is gone with it, unless it is given again.' }),
    texts: PostTexts.nullish().meta({ description: 'All words for some readers, in the place of those before.' }),
  })
  .refine(
    (input) => Object.values(input).some((given) => given !== undefined),
    'expected a title, a body or other words',
  )

export type EditDraft = z.infer<typeof EditDraft>

/** Changes the text before it goes. From then on it goes out as written. */
export async function editDraft(outer: Context, id: string, input: EditDraft): Promise<Draft> {
  return transaction(outer, async (ctx) => {
    const draft = await waiting(ctx, id)
    const edited = await ctx.db
      .updateTable('drafts')
      .set({
        ...(await wordsAfter(ctx, draft, input)),
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

async function wordsAfter(ctx: Context, draft: Draft, input: EditDraft) {
  const [title, body] = [input.title ?? draft.title, input.body ?? draft.body]
  const isNew = title !== draft.title || body !== draft.body
  const { translations, short, texts } = input
  return {
    title,
    body,
    ...(isNew || translations !== undefined ? { translations: JSON.stringify(translations ?? {}) } : {}),
    ...(body !== draft.body || short !== undefined ? { short: short ?? null } : {}),
    ...(texts === undefined ? {} : { texts: JSON.stringify(await readTexts(ctx, draft.page_id, texts)) }),
  }
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
