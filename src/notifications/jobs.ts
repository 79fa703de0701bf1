import { type Handler, handle, type Recurring } from '../queue/job.ts'
import { fanOutJob } from './announce.ts'
import { deliver } from './deliver.ts'
import { fanOut } from './fan-out.ts'
import { deliverFirstJob, deliverRetriesJob, type PostOffice } from './lanes.ts'
import { wakeLanes } from './wake.ts'

export const notificationHandlers = (office: PostOffice): Handler[] => [
  handle(fanOutJob, fanOut),
  handle(deliverFirstJob, (ctx, { page }) => deliver(ctx, office, { name: 'first', page })),
  handle(deliverRetriesJob, (ctx) => deliver(ctx, office, { name: 'retries' })),
]

export const notificationTasks: Recurring[] = [{ name: 'wake-deliveries', everySeconds: 5, run: wakeLanes }]
