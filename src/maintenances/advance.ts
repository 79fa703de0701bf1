import { lockIncident } from '../incidents/find.ts'
import { postUpdate } from '../incidents/post-update.ts'
import { type Context, transaction } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { defineJob } from '../queue/job.ts'

export const advanceMaintenance = defineJob('advance-maintenance', z.object({ maintenance: z.string() }))

/** Advances what should have been by now: the job may have come before its time by our clock, as it goes by the database's. */
export async function advanceOverdue(ctx: Context) {
  const now = ctx.now()
  const due = await ctx.db
    .selectFrom('incidents')
    .select('id')
    .where('org_id', '=', ctx.org)
    .where('kind', '=', 'maintenance')
    .where('resolved_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('scheduled_until', '<=', now),
        eb.and([eb('status', '=', 'scheduled'), eb('scheduled_for', '<=', now)]),
      ]),
    )
    .execute()
  for (const { id } of due) await advance(ctx, { maintenance: id })
}

/** Starts planned work whose time has come and completes work whose time is over, unless a person did so before. */
export async function advance(outer: Context, input: { maintenance: string }) {
  await transaction(outer, async (ctx) => {
    const work = await lockIncident(ctx, input.maintenance)
    const now = ctx.now()
    if (work.resolved_at || !work.scheduled_for || !work.scheduled_until) return
    if (work.status !== 'scheduled' || work.scheduled_for <= now) {
      if (work.scheduled_until <= now)
        return postUpdate(
          ctx,
          work.id,
          { status: 'completed', body: 'The planned work is complete.' },
          { automatic: true },
        )
      if (work.status === 'scheduled')
        return postUpdate(
          ctx,
          work.id,
          { status: 'in_progress', body: 'The planned work has begun.' },
          { automatic: true },
        )
    }
  })
}
