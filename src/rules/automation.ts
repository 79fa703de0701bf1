import { record } from '../events/record.ts'
import { type Context, transaction } from '../lib/context.ts'

/** From now on nothing posts by itself: every message waits for a person. Pausing twice is pausing once. */
export async function pauseAutomation(outer: Context): Promise<void> {
  await transaction(outer, async (ctx) => {
    const paused = await ctx.db
      .updateTable('organizations')
      .set({ automation_paused_at: ctx.now(), automation_paused_by: ctx.actor.name })
      .where('id', '=', ctx.org)
      .where('automation_paused_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (paused) await record(ctx, { kind: 'automation.paused', subject: ctx.org })
  })
}

/** Lets rules post again. Openings that asked only because of the pause are put to the rules again; what else asks still waits. */
export async function resumeAutomation(outer: Context): Promise<void> {
  await transaction(outer, async (ctx) => {
    const resumed = await ctx.db
      .updateTable('organizations')
      .set({ automation_paused_at: null, automation_paused_by: null })
      .where('id', '=', ctx.org)
      .where('automation_paused_at', 'is not', null)
      .returning('id')
      .executeTakeFirst()
    if (resumed) await record(ctx, { kind: 'automation.resumed', subject: ctx.org })
  })
}
