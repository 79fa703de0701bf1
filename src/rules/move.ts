import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { refuseManaged } from '../lib/managed.ts'
import { z } from '../lib/zod.ts'
import { lockRules } from './create.ts'
import { findRule, type Rule, rulesOf } from './find.ts'

export const MoveRule = z.strictObject({
  position: z.int().min(1).max(100_000).meta({ description: 'Its new place: 1 is asked first.' }),
})

/** Puts a rule at another place; the others move up or down. */
export async function moveRule(outer: Context, name: string, input: z.infer<typeof MoveRule>): Promise<Rule> {
  return transaction(outer, async (ctx) => {
    await lockRules(ctx)
    const rule = await findRule(ctx, name)
    refuseManaged(ctx, `The rule "${rule.name}"`, rule)
    const others = (await rulesOf(ctx)).map((row) => row.id).filter((id) => id !== rule.id)
    await orderRules(ctx, others.toSpliced(input.position - 1, 0, rule.id))
    return findRule(ctx, rule.id)
  })
}

/** Gives all rules the order of these ids; records which of them now stand elsewhere. True where one does. */
export async function orderRules(ctx: Context, ids: readonly string[]): Promise<boolean> {
  const rules = await rulesOf(ctx)
  const moved = rules.filter((rule, index) => ids[index] !== rule.id)
  for (const [index, id] of ids.entries()) {
    const rule = rules.find((row) => row.id === id)
    if (!rule || rule.position === index + 1) continue
    await ctx.db
      .updateTable('rules')
      .set({ position: index + 1 })
      .where('id', '=', id)
      .where('org_id', '=', ctx.org)
      .execute()
    if (!moved.includes(rule)) continue
    const changes = { position: { from: rules.indexOf(rule) + 1, to: index + 1 } }
    await record(ctx, { kind: 'rule.changed', subject: id, page: rule.page_id, data: { name: rule.name, changes } })
  }
  return moved.length > 0
}
