import type { Selectable } from 'kysely'
import type { Messages, Rules } from '../db/schema.ts'
import type { Context } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { Match } from './match.ts'

export type Rule = Omit<Selectable<Rules>, 'match'> & { match: Match }
export type Message = Selectable<Messages>

/** All rules, in the order in which they are asked. */
export async function rulesOf(ctx: Context): Promise<Rule[]> {
  const rows = await ctx.db
    .selectFrom('rules')
    .selectAll()
    .where('org_id', '=', ctx.org)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, match: Match.parse(row.match) }))
}

export async function findRule(ctx: Context, id: string): Promise<Rule> {
  const rule = (await rulesOf(ctx)).find((r) => r.id === id || r.name === id)
  if (!rule) throw new NotFound('rule')
  return rule
}

/** The message a rule speaks with; null where it names none. */
export const messageOf = async (ctx: Context, rule: Rule | null): Promise<Message | null> =>
  (rule?.message_id &&
    (await ctx.db
      .selectFrom('messages')
      .selectAll()
      .where('id', '=', rule.message_id)
      .where('org_id', '=', ctx.org)
      .executeTakeFirst())) ||
  null
