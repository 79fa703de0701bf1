import type { OpenAccounts } from '../channel-accounts/open.ts'
import { type Handler, handle, type Recurring } from '../queue/job.ts'
import { subscribeJob } from './ask.ts'
import { subscribeChannelJob } from './ask-channel.ts'
import { mailCode } from './mail-code.ts'
import { mailCodeJob } from './open-by-code.ts'
import { endFollowers } from './over.ts'
import { putQuestion } from './put-question.ts'
import { questionJob } from './question.ts'
import { purgeUnconfirmed } from './remove.ts'
import { subscribe } from './subscribe.ts'
import { subscribeByChannel } from './subscribe-channel.ts'

export const subscriberHandlers: Handler[] = [
  handle(subscribeJob, subscribe),
  handle(mailCodeJob, mailCode),
  handle(subscribeChannelJob, subscribeByChannel),
]

/** What waits for others: questions to destinations. */
export const questionHandlers = (accounts: OpenAccounts): Handler[] => [
  handle(questionJob, (ctx, input) => putQuestion(ctx, accounts, input)),
]

export const subscriberTasks: Recurring[] = [
  { name: 'purge-unconfirmed', everySeconds: 3600, run: purgeUnconfirmed },
  { name: 'end-followers', everySeconds: 60, run: endFollowers },
]
