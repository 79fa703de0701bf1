import type { OpenAccounts } from '../channel-accounts/open.ts'
import { type Handler, handle, type Recurring } from '../queue/job.ts'
import { sendDueSummaries } from './monthly.ts'
import { digestNoteJob, tellDigest } from './note.ts'
import { sendDueDigests } from './send-due.ts'

export const digestHandlers = (accounts: OpenAccounts): Handler[] => [
  handle(digestNoteJob, (ctx, input) => tellDigest(ctx, accounts, input)),
]

export const digestTasks: Recurring[] = [
  { name: 'send-digests', everySeconds: 60, run: sendDueDigests },
  { name: 'send-summaries', everySeconds: 60, run: sendDueSummaries },
]
