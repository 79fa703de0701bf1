import { openMailTransport } from './channels/email-transport.ts'
import { connect } from './db/connect.ts'
import { handlers, recurring, watching } from './jobs.ts'
import type { Base } from './lib/context.ts'
import type { Process } from './process.ts'
import { startHeartbeat } from './queue/heartbeat.ts'
import { startRecurring } from './queue/recurring.ts'
import { type RunningWorker, startWorker } from './queue/worker.ts'

/** Starts the roles worker and monitor, on connections of their own: a long job never takes one from a reader or an editor. */
export async function startWorking(process: Process, web: Base) {
  const { config, life, log } = process
  const works = config.roles.includes('worker')
  const watches = config.roles.includes('monitor')
  if (!works && !watches) return
  const connection = connect(process.databaseUrl, { log, name: 'upfront worker', max: 8, statementTimeout: 60_000 })
  life.atEnd('worker connections', connection.end)
  const base: Base = { ...web, db: connection.db }
  if (works) await startWorkers(process, base, connection.pool)
  const tasks = startRecurring(base, [...(works ? recurring : []), ...(watches ? watching : [])])
  life.atEnd('recurring tasks', tasks.stop)
}

async function startWorkers({ config, life }: Process, base: Base, pool: Parameters<typeof startWorker>[1]) {
  let worker: RunningWorker | null = null
  const heartbeat = await startHeartbeat(base, {
    roles: config.roles,
    workerIds: () => worker?.ids() ?? [],
    // Who holds the data folder of an embedded database is its only process.
    isAlone: config.databaseUrl === null,
  })
  life.atEnd('heartbeat', heartbeat.stop)
  const transports = config.smtpUrl ? openTransports(config.smtpUrl) : null
  if (transports)
    life.atEnd('mail', async () => Object.values(transports).forEach((transport) => void transport.close()))
  const deliveries = { process: heartbeat.id, transports }
  const letters = { process: heartbeat.id, transport: transports?.letters ?? null }
  worker = await startWorker(base, pool, handlers({ deliveries, letters }))
  life.atEnd('worker', worker.stop)
}

/** Connections of their own for first attempts, for retries and for single letters: none waits behind the others. */
const openTransports = (smtpUrl: string) => ({
  first: openMailTransport(smtpUrl),
  retries: openMailTransport(smtpUrl, { connections: 2 }),
  letters: openMailTransport(smtpUrl, { connections: 2 }),
})
