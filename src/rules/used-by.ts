import type { Context } from '../lib/context.ts'
import { Conflict } from '../lib/errors.ts'

/** Refuses to take away what rules need: a rule that lost its page, component or message would post wrongly or not at all. */
export async function refuseWhileRulesUse(
  ctx: Context,
  what: string,
  column: 'page_id' | 'component_id' | 'message_id',
  id: string,
) {
  const rules = await ctx.db
    .selectFrom('rules')
    .select('name')
    .where('org_id', '=', ctx.org)
    .where(column, '=', id)
    .orderBy('position')
    .execute()
  if (rules.length === 0) return
  const names = rules.map((rule) => `"${rule.name}"`).join(', ')
  throw new Conflict(`${what} is used by ${rules.length === 1 ? 'the rule' : 'the rules'} ${names}.`)
}
