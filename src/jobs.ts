import { forgetOldAccess } from './access/end.ts'
import { mailLink, mailLinkJob } from './access/mail.ts'
import { forgottenJob, mailForgotten } from './accounts/forgot.ts'
import { forgetEndedSessions } from './accounts/sessions.ts'
import { reconsiderUnsaid } from './alerts/reconsider.ts'
import { forgetArrivals, resumeArrivals } from './alerts/replay.ts'
import { resolveIfQuiet, resolveOverdue, resolveQuiet } from './alerts/resolve-quiet.ts'
import { findSilentSources } from './alerts/silence.ts'
import { bulkHandlers, bulkTasks } from './bulk-changes/jobs.ts'
import { renewCertificates } from './certificates/renew.ts'
import { digestHandlers, digestTasks } from './digests/jobs.ts'
import { checkDue } from './domains/check.ts'
import { tellOwners } from './domains/tell-owners.ts'
import { cancelDraftsOfEnded } from './drafts/cancel-ended.ts'
import { publishDue, publishDueDraft, publishOverdue } from './drafts/publish-due.ts'
import type { EventKind } from './events/kinds.ts'
import { followEvent } from './events/record.ts'
import { findDuePromises } from './incidents/due-promises.ts'
import { letterHandlers, letterTasks } from './letters/jobs.ts'
import { tellOperators } from './letters/operators.ts'
import type { LetterOffice } from './letters/send.ts'
import type { Context } from './lib/context.ts'
import { advance, advanceMaintenance, advanceOverdue } from './maintenances/advance.ts'
import { drawMetrics } from './metrics/draw.ts'
import { forgetOldPoints } from './metrics/forget.ts'
import { announce } from './notifications/announce.ts'
import { countTold, notificationHandlers, notificationTasks } from './notifications/jobs.ts'
import type { PostOffice } from './notifications/lanes.ts'
import { type Handler, handle, type Recurring } from './queue/job.ts'
import { replyHandlers, replyTasks } from './replies/jobs.ts'
import { forgetOldSearches } from './searches/forget.ts'
import { importHandlers, importTasks } from './subscriber-imports/jobs.ts'
import { questionHandlers, subscriberHandlers, subscriberTasks } from './subscribers/jobs.ts'
import { forgetOldKeys } from './web/idempotency.ts'
import { forgetOldLimits } from './web/limit.ts'

type Follower = (ctx: Context, event: number) => Promise<unknown>

/** What follows an event, by its kind. */
const followers: { readonly [kind in EventKind]?: readonly Follower[] } = {
  'update.posted': [announce, endedIncident],
  'update.corrected': [announce],
  'update.withdrawn': [announce],
  'draft.created': [tellOperators],
  'draft.asked': [tellOperators],
  'promise.due': [tellOperators],
  'source.silent': [tellOperators],
  'objective.missed': [tellOperators],
  'subscriber.quarantined': [tellOperators],
  'domain.lost': [tellOwners],
  'domain.stopped': [tellOwners],
}

/** What the queue can do beside mail: nothing here waits for another server. */
export const handlers: readonly Handler[] = [
  handle(followEvent, async (ctx, { event, kind }) => {
    for (const follow of followers[kind as EventKind] ?? []) await follow(ctx, event)
  }),
  handle(publishDueDraft, publishDue),
  handle(resolveQuiet, resolveIfQuiet),
  handle(advanceMaintenance, advance),
  handle(forgottenJob, mailForgotten),
  handle(mailLinkJob, mailLink),
  ...subscriberHandlers,
  ...importHandlers,
  ...bulkHandlers,
  ...replyHandlers,
]

/** Mail: whom to tell, and the sending. It has workers of its own, so that a flood of it holds up none of the others. */
export const mailHandlers = (office: {
  deliveries: PostOffice
  letters: LetterOffice
  choosing: Pick<Context, 'db'>
}): Handler[] => [
  ...notificationHandlers(office.deliveries, office.choosing),
  ...letterHandlers(office.letters),
  ...questionHandlers(office.deliveries.accounts),
  ...digestHandlers(office.deliveries.accounts),
]

/** What is done again and again, for every organization. */
export const recurring: readonly Recurring[] = [
  { name: 'publish-overdue', everySeconds: 5, run: publishOverdue },
  { name: 'reconsider-unsaid', everySeconds: 5, run: reconsiderUnsaid },
  { name: 'resolve-overdue', everySeconds: 15, run: resolveOverdue },
  { name: 'advance-overdue', everySeconds: 15, run: advanceOverdue },
  { name: 'resume-arrivals', everySeconds: 30, run: resumeArrivals },
  { name: 'renew-certificates', everySeconds: 10, run: (ctx) => renewCertificates(ctx) },
  { name: 'check-domains', everySeconds: 30, run: checkDue },
  { name: 'draw-metrics', everySeconds: 30, run: drawMetrics },
  { name: 'forget-metric-points', everySeconds: 3600, run: forgetOldPoints },
  { name: 'forget-arrivals', everySeconds: 3600, run: forgetArrivals },
  { name: 'forget-sessions', everySeconds: 3600, run: forgetEndedSessions },
  { name: 'forget-access', everySeconds: 3600, run: forgetOldAccess },
  { name: 'forget-searches', everySeconds: 3600, run: forgetOldSearches },
  { name: 'forget-limits', everySeconds: 3600, run: forgetOldLimits },
  { name: 'forget-request-keys', everySeconds: 3600, run: forgetOldKeys },
  ...notificationTasks,
  ...letterTasks,
  ...subscriberTasks,
  ...importTasks,
  ...bulkTasks,
  ...digestTasks,
  ...replyTasks,
]

/** The same, of what reads very many rows; `choosing` as in `mailHandlers`. */
export const recurringAmongMany = (choosing: Pick<Context, 'db'>): Recurring[] => [countTold(choosing)]

/** What watches over promises and sources: the role monitor. */
export const watching: readonly Recurring[] = [
  { name: 'due-promises', everySeconds: 15, run: findDuePromises },
  { name: 'silent-sources', everySeconds: 60, run: findSilentSources },
]

async function endedIncident(ctx: Context, event: number) {
  const { incident_id } = await ctx.db
    .selectFrom('events')
    .select('incident_id')
    .where('id', '=', event)
    .executeTakeFirstOrThrow()
  if (incident_id) await cancelDraftsOfEnded(ctx, incident_id)
}
