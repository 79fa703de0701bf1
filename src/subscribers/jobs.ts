import { type Handler, handle, type Recurring } from '../queue/job.ts'
import { subscribeJob } from './ask.ts'
import { purgeUnconfirmed } from './remove.ts'
import { subscribe } from './subscribe.ts'

export const subscriberHandlers: Handler[] = [handle(subscribeJob, subscribe)]

export const subscriberTasks: Recurring[] = [{ name: 'purge-unconfirmed', everySeconds: 3600, run: purgeUnconfirmed }]
