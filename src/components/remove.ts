import { bequeathLimit } from '../audiences/bequeath.ts'
import { endDraft } from '../drafts/decide.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'
import { refuseManaged } from '../lib/managed.ts'
import { lockFor } from '../rules/facts.ts'
import { refuseWhileRulesUse } from '../rules/used-by.ts'
import { tellingAbout } from './causes.ts'
import { type Component, componentsOf, findComponent } from './find.ts'

/**
 * Removes a component with its ledger; its parts move up to where it was, and drafts about it are cancelled. Refused
 * while a rule posts on it, and while readers are being told about it: without it, those posts would concern everyone.
 */
export async function removeComponent(outer: Context, id: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    const found = await findComponent(ctx, id)
    await lockFor(ctx, 'page', found.page_id)
    const component = await findComponent(ctx, found.id)
    refuseManaged(ctx, `The component "${component.name}"`, component)
    await refuseWhileRulesUse(ctx, `The component "${component.name}"`, 'component_id', component.id)
    await refuseWhileTold(ctx, component)
    await cancelDrafts(ctx, component.id)
    await bequeathLimit(ctx, await componentsOf(ctx, component.page_id), component)
    const moved = await ctx.db
      .updateTable('components')
      .set({ parent_id: component.parent_id, updated_at: ctx.now() })
      .where('parent_id', '=', component.id)
      .where('org_id', '=', ctx.org)
      .returning('key')
      .execute()
    await ctx.db.deleteFrom('components').where('id', '=', component.id).where('org_id', '=', ctx.org).execute()
    await record(ctx, {
      kind: 'component.removed',
      subject: component.id,
      page: component.page_id,
      data: { key: component.key, name: component.name, movedUp: moved.map((row) => row.key) },
    })
  })
}

async function refuseWhileTold(ctx: Context, { id, name }: Component) {
  const telling = await tellingAbout(ctx, id)
  if (telling.length === 0) return
  const words = telling.map(({ title, kind }) => `${kind === 'maintenance' ? 'the planned work ' : ''}"${title}"`)
  throw new Conflict(`Readers are being told about the component "${name}" in ${words.join(', ')}. End that first.`)
}

async function cancelDrafts(ctx: Context, component: string) {
  const drafts = await ctx.db
    .selectFrom('drafts')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .where('component_id', '=', component)
    .where('state', 'in', ['held', 'awaiting_approval'])
    .execute()
  for (const draft of drafts) await endDraft(ctx, draft, 'cancelled', 'The component was removed.')
}
