import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { type Mute, muteColumns } from '../lib/mute.ts'
import { findRule, type Rule } from './find.ts'

/** Silences a rule for a time: what it matches is recorded, nothing is posted. Possible on a file's rules too. */
export async function muteRule(outer: Context, name: string, input: Mute): Promise<Rule> {
  return transaction(outer, async (ctx) => {
    const rule = await findRule(ctx, name)
    await ctx.db
      .updateTable('rules')
      .set(muteColumns(ctx, input))
      .where('id', '=', rule.id)
      .where('org_id', '=', ctx.org)
      .execute()
    await record(ctx, { kind: 'rule.muted', subject: rule.id, data: { name: rule.name, until: input.until } })
    return findRule(ctx, rule.id)
  })
}
