import { record } from '../events/record.ts'
import { changesBetween, isUnchanged } from '../lib/changes.ts'
import { type Context, transaction } from '../lib/context.ts'
import { InvalidInput } from '../lib/errors.ts'
import { fileOf, refuseManaged, takesOver } from '../lib/managed.ts'
import { unlessTaken } from '../lib/taken.ts'
import { lockRules } from './create.ts'
import { findRule, type Rule } from './find.ts'
import { type ChangeRule, NewRule, ruleColumns, ruleSettings } from './schema.ts'
import { resolveRule } from './targets.ts'

/** Changes what it is given; the rule as a whole must be right afterwards. */
export async function changeRule(outer: Context, name: string, input: ChangeRule): Promise<Rule> {
  return transaction(outer, async (ctx) => {
    await lockRules(ctx)
    const rule = await findRule(ctx, name)
    refuseManaged(ctx, `The rule "${rule.name}"`, rule)
    const before = ruleSettings(rule)
    const after = await resolveRule(ctx, whole(before, input))
    const changes = changesBetween(before, after)
    if (isUnchanged(changes) && !takesOver(ctx, rule)) return rule
    await unlessTaken(
      `There is already a rule with the name "${after.name}".`,
      ctx.db
        .updateTable('rules')
        .set({ ...ruleColumns(after), managed_by: fileOf(ctx), updated_at: ctx.now() })
        .where('id', '=', rule.id)
        .where('org_id', '=', ctx.org)
        .execute(),
    )
    await record(ctx, { kind: 'rule.changed', subject: rule.id, page: after.page, data: { name: after.name, changes } })
    return findRule(ctx, rule.id)
  })
}

/** A new component brings its own page, and without a component there is no status. */
function whole(before: ReturnType<typeof ruleSettings>, input: ChangeRule): NewRule {
  const page = input.component && input.page === undefined ? null : before.page
  const status = input.component === null ? null : before.status
  const merged = NewRule.safeParse({ ...before, page, status, ...input })
  if (merged.success) return merged.data
  throw new InvalidInput(
    'The rule would not be right.',
    merged.error.issues.map((issue) => ({ pointer: `/${issue.path.join('/')}`, detail: issue.message })),
  )
}
