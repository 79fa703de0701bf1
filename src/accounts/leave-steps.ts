import { sql } from 'kysely'
import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'

/** A person does not want to see these first steps any more. */
export const leaveSteps = (ctx: Context, user: string, steps: readonly string[]): Promise<void> =>
  write(
    ctx,
    user,
    steps,
    sql<string[]>`(select array_agg(distinct step) from unnest(first_steps_left || ${[...steps]}::text[]) step)`,
  )

/** They want to see all of them again. */
export const bringStepsBack = (ctx: Context, user: string): Promise<void> => write(ctx, user, [], sql<string[]>`'{}'`)

const write = (outer: Context, user: string, steps: readonly string[], left: ReturnType<typeof sql<string[]>>) =>
  transaction(outer, async (ctx) => {
    const changed = await ctx.db
      .updateTable('users')
      .set({ first_steps_left: left })
      .where('id', '=', user)
      .where('org_id', '=', ctx.org)
      .returning('id')
      .executeTakeFirst()
    if (!changed) throw new NotFound('user')
    await record(ctx, { kind: 'user.changed', subject: user, data: { changes: { firstStepsLeft: steps } } })
  })
