import type { Context } from '../lib/context.ts'
import { type Handler, handle, type Recurring } from '../queue/job.ts'
import { answerReply } from './answer.ts'
import { answerJob } from './reply.ts'
import { noteReturnedLate, returnedLateJob } from './returned.ts'

export const replyHandlers: readonly Handler[] = [
  handle(answerJob, answerReply),
  handle(returnedLateJob, noteReturnedLate),
]

export const replyTasks: readonly Recurring[] = [{ name: 'forget-replies', everySeconds: 3600, run: forgetReplies }]

const keptFor = 90 * 86_400_000

/** What readers answered is kept for 90 days; that one said STOP for as long as it holds, in the suppression. */
async function forgetReplies(ctx: Context): Promise<void> {
  await ctx.db
    .deleteFrom('replies')
    .where('org_id', '=', ctx.org)
    .where('created_at', '<', new Date(ctx.now().getTime() - keptFor))
    .execute()
}
