import { forgetEndedSessions } from './accounts/sessions.ts'
import { forgetArrivals, resumeArrivals } from './alerts/replay.ts'
import { resolveIfQuiet, resolveQuiet } from './alerts/resolve-quiet.ts'
import { cancelDraftsOfEnded } from './drafts/cancel-ended.ts'
import { publishDue, publishDueDraft } from './drafts/publish-due.ts'
import type { EventKind } from './events/kinds.ts'
import { followEvent } from './events/record.ts'
import type { Context } from './lib/context.ts'
import { advance, advanceMaintenance } from './maintenances/advance.ts'
import { type Handler, handle, type Recurring } from './queue/job.ts'
import { forgetOldKeys } from './web/idempotency.ts'

type Follower = (ctx: Context, event: number) => Promise<unknown>

/** What follows an event, by its kind. */
const followers: { readonly [kind in EventKind]?: readonly Follower[] } = {
  'update.posted': [endedIncident],
}

/** Everything the queue can do. */
export const handlers: readonly Handler[] = [
  handle(followEvent, async (ctx, { event, kind }) => {
    for (const follow of followers[kind as EventKind] ?? []) await follow(ctx, event)
  }),
  handle(publishDueDraft, publishDue),
  handle(resolveQuiet, resolveIfQuiet),
  handle(advanceMaintenance, advance),
]

/** What is done again and again, for every organization. */
export const recurring: readonly Recurring[] = [
  { name: 'resume-arrivals', everySeconds: 30, run: resumeArrivals },
  { name: 'forget-arrivals', everySeconds: 3600, run: forgetArrivals },
  { name: 'forget-sessions', everySeconds: 3600, run: forgetEndedSessions },
  { name: 'forget-request-keys', everySeconds: 3600, run: forgetOldKeys },
]

/** What watches over promises and sources: the role monitor. */
export const watching: readonly Recurring[] = []

async function endedIncident(ctx: Context, event: number) {
  const { incident_id } = await ctx.db
    .selectFrom('events')
    .select('incident_id')
    .where('id', '=', event)
    .executeTakeFirstOrThrow()
  if (incident_id) await cancelDraftsOfEnded(ctx, incident_id)
}
