import type { Context } from '../lib/context.ts'
import { type Handler, handle, type Recurring } from '../queue/job.ts'
import { fanOutJob } from './announce.ts'
import { deliver } from './deliver.ts'
import { fanOut } from './fan-out.ts'
import { keepNumbers } from './keep-numbers.ts'
import { deliverFirstJob, deliverRetriesJob, type PostOffice } from './lanes.ts'
import { forgetPace } from './pace.ts'
import { sayItWasStopped, stopTellingJob } from './telling.ts'
import { countedAtOnce } from './told.ts'
import { wakeLanes } from './wake.ts'
import { watchObjective } from './watch-objective.ts'

/** `choosing`: the connections for what has many rows; absent: those of all other work. */
export const notificationHandlers = (office: PostOffice, choosing?: Pick<Context, 'db'>): Handler[] => [
  handle(fanOutJob, (ctx, input) => fanOut(ctx, input, { ...(choosing && { many: choosing.db }) })),
  handle(deliverFirstJob, (ctx, { page, channel }) => deliver(ctx, office, { name: 'first', page, channel })),
  handle(stopTellingJob, sayItWasStopped),
  handle(deliverRetriesJob, (ctx, { channel }) => deliver(ctx, office, { name: 'retries', channel })),
]

export const notificationTasks: Recurring[] = [
  { name: 'wake-deliveries', everySeconds: 5, run: wakeLanes },
  { name: 'watch-objective', everySeconds: 30, run: watchObjective },
  { name: 'forget-pace', everySeconds: 3600, run: forgetPace },
]

export const countTold = (choosing: Pick<Context, 'db'>): Recurring => ({
  name: 'count-told',
  everySeconds: 10,
  run: (ctx) => keepNumbers(ctx, countedAtOnce, { many: choosing.db }),
})
