import type { Context } from '../lib/context.ts'
import { type Handler, handle, type Recurring } from '../queue/job.ts'
import { bulkChangeJob, runBulkChange } from './change.ts'

export const bulkHandlers: Handler[] = [handle(bulkChangeJob, runBulkChange)]

const month = 30 * 86_400_000

/** What was searched for may be an address. */
const forgetBulkChanges = (ctx: Context) =>
  ctx.db
    .deleteFrom('bulk_changes')
    .where('org_id', '=', ctx.org)
    .where('updated_at', '<', new Date(ctx.now().getTime() - month))
    .execute()

export const bulkTasks: Recurring[] = [{ name: 'forget-bulk-changes', everySeconds: 3600, run: forgetBulkChanges }]
