import { endDraft } from '../drafts/decide.ts'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { refuseManaged } from '../lib/managed.ts'
import { lockRules } from './create.ts'
import { lockFor } from './facts.ts'
import { findRule } from './find.ts'

/** Removes a rule; its waiting drafts are cancelled. Incidents that it opened stay, and a person ends them. */
export async function removeRule(outer: Context, name: string): Promise<void> {
  await transaction(outer, async (ctx) => {
    await lockRules(ctx)
    const rule = await findRule(ctx, name)
    refuseManaged(ctx, `The rule "${rule.name}"`, rule)
    if (rule.page_id) await lockFor(ctx, 'page', rule.page_id)
    const drafts = await ctx.db
      .selectFrom('drafts')
      .selectAll()
      .where('org_id', '=', ctx.org)
      .where('rule_id', '=', rule.id)
      .where('state', 'in', ['held', 'awaiting_approval'])
      .execute()
    for (const draft of drafts) await endDraft(ctx, draft, 'cancelled', 'The rule was removed.')
    await ctx.db.deleteFrom('rules').where('id', '=', rule.id).where('org_id', '=', ctx.org).execute()
    await record(ctx, { kind: 'rule.removed', subject: rule.id, page: rule.page_id, data: { name: rule.name } })
  })
}
