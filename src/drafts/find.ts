import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { lockFor } from '../rules/facts.ts'
import type { Draft } from './write.ts'

export async function findDraft(ctx: Context, id: string): Promise<Draft> {
  const draft = await ctx.db
    .selectFrom('drafts')
    .selectAll()
    .where('id', '=', id)
    .where('org_id', '=', ctx.org)
    .executeTakeFirst()
  if (!draft) throw new NotFound('draft')
  return draft
}

/** The draft, with its page locked: nobody else decides anything about the page until the transaction ends. */
export async function lockDraft(ctx: Context, id: string): Promise<Draft> {
  await lockFor(ctx, 'page', (await findDraft(ctx, id)).page_id)
  return findDraft(ctx, id)
}

export const isWaiting = (draft: Draft) => draft.state === 'held' || draft.state === 'awaiting_approval'
