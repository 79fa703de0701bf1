import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { fileOf } from '../lib/managed.ts'
import { unlessTaken } from '../lib/taken.ts'
import { lockFor } from './facts.ts'
import { findRule, type Rule, rulesOf } from './find.ts'
import { type NewRule, ruleColumns } from './schema.ts'
import { resolveRule } from './targets.ts'

/** Makes a rule, to be asked after all others. Throws `Conflict` where the name is taken. */
export async function createRule(outer: Context, input: NewRule): Promise<Rule> {
  return transaction(outer, async (ctx) => {
    await lockRules(ctx)
    const settings = await resolveRule(ctx, input)
    const now = ctx.now()
    const last = (await rulesOf(ctx)).at(-1)?.position ?? 0
    const { id } = await unlessTaken(
      `There is already a rule with the name "${input.name}".`,
      ctx.db
        .insertInto('rules')
        .values({
          id: newId(ctx),
          org_id: ctx.org,
          ...ruleColumns(settings),
          position: last + 1,
          managed_by: fileOf(ctx),
          created_at: now,
          updated_at: now,
        })
        .returning('id')
        .executeTakeFirstOrThrow(),
    )
    await record(ctx, { kind: 'rule.created', subject: id, page: settings.page, data: { name: settings.name } })
    return findRule(ctx, id)
  })
}

/** One at a time changes the rules' order. */
export const lockRules = (ctx: Context) => lockFor(ctx, 'key', `rules of ${ctx.org}`)
