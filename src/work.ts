import { connect } from './db/connect.ts'
import { handlers, recurring, watching } from './jobs.ts'
import type { Base } from './lib/context.ts'
import type { Metrics } from './lib/metrics.ts'
import type { Process } from './main.ts'
import { startRecurring } from './queue/recurring.ts'
import { startWorker } from './queue/worker.ts'

/** Starts the roles worker and monitor, on connections of their own: a long job never takes one from a reader or an editor. */
export async function startWorking(process: Process, web: Base, _metrics: Metrics) {
  const { config, life, log } = process
  const works = config.roles.includes('worker')
  const watches = config.roles.includes('monitor')
  if (!works && !watches) return
  const connection = connect(process.databaseUrl, { log, name: 'upfront worker', max: 8, statementTimeout: 60_000 })
  life.atEnd('worker connections', connection.end)
  const base: Base = { ...web, db: connection.db }
  const tasks = startRecurring(base, [...(works ? recurring : []), ...(watches ? watching : [])])
  life.atEnd('recurring tasks', tasks.stop)
  if (!works) return
  const worker = await startWorker(base, connection.pool, handlers)
  life.atEnd('worker', worker.stop)
}
