import type { Recurring } from '../queue/job.ts'
import { sendDueSummaries } from './monthly.ts'
import { sendDueDigests } from './send-due.ts'

export const digestTasks: Recurring[] = [
  { name: 'send-digests', everySeconds: 60, run: sendDueDigests },
  { name: 'send-summaries', everySeconds: 60, run: sendDueSummaries },
]
