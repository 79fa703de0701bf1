import type { Pool } from 'pg'
import { receiveReturned } from './bounces/receive.ts'
import { channels } from './channels/index.ts'
import { type ConnectionOptions, connect } from './db/connect.ts'
import { persist } from './db/persist.ts'
import { handlers, mailHandlers, recurring, recurringAmongMany, watching } from './jobs.ts'
import type { Base } from './lib/context.ts'
import { openPostOffice } from './notifications/post-office.ts'
import type { Process } from './process.ts'
import { startHeartbeat } from './queue/heartbeat.ts'
import { startRecurring } from './queue/recurring.ts'
import { type RunningWorker, startWorker } from './queue/worker.ts'

/**
 * Starts the roles worker and monitor, on connections of their own: a long job never takes one from a reader or an editor.
 * The sending of mail has workers and connections beside those: what alerts and timers ask for never waits behind it.
 */
export async function startWorking(process: Process, web: Base) {
  const { config, life } = process
  const works = config.roles.includes('worker')
  const watches = config.roles.includes('monitor')
  if (!works && !watches) return
  const base = onOwnConnections(process, web, { name: 'worker', max: 8 })
  const many = works ? recurringAmongMany(await startWorkers(process, base)) : []
  const tasks = startRecurring(base, [...(works ? recurring : []), ...many, ...(watches ? watching : [])])
  life.atEnd('recurring tasks', tasks.stop)
}

/** Answers the connections for what has very many rows. */
async function startWorkers(process: Process, base: Base): Promise<Pick<Base, 'db'>> {
  const { config, life, log } = process
  const whileAway = { log, ending: life.ending }
  // For the short statements of the queue itself and the heartbeat: no job's work can keep them waiting.
  const queue = onOwnConnections(process, base, { name: 'queue', max: 4, statementTimeout: 10_000 })
  const mail = onOwnConnections(process, base, { name: 'mail', max: 8 })
  // Who chooses for one page waits for those of others: a wait that failed would put the rest of it off, each time for longer.
  // What became of very many is counted here too.
  const choosing = onOwnConnections(process, base, {
    name: 'choosing',
    max: 3,
    connectionTimeout: 60_000,
    givesWay: config.databaseUrl === null,
  })
  const workers: RunningWorker[] = []
  const options = {
    roles: config.roles,
    workerIds: () => workers.flatMap((worker) => worker.ids()),
    // Who holds the data folder of an embedded database is its only process.
    isAlone: config.databaseUrl === null,
  }
  const heartbeat = await persist(() => startHeartbeat(queue, options), whileAway)
  life.atEnd('heartbeat', heartbeat.stop)
  const deliveries = openPostOffice(mail, {
    process: heartbeat.id,
    channels,
    smtpUrl: config.smtpUrl,
    bounceDomain: config.bounceDomain,
    messagesPerHour: config.messagesPerHour,
  })
  life.atEnd('mail', async () => deliveries.close())
  if (config.bounces) {
    const receiver = await receiveReturned(base, config.bounces)
    life.atEnd('mail that comes back', receiver.stop)
    log.info({ event: 'bounces', port: receiver.port }, 'takes mail that comes back')
  }
  life.atEnd('workers', () => Promise.all(workers.map((worker) => worker.stop())))
  workers.push(await persist(() => startWorker(base, queue.pool, handlers), whileAway))
  workers.push(
    await persist(
      () => startWorker(mail, queue.pool, mailHandlers({ deliveries, letters: deliveries, choosing }), sendingAtOnce),
      whileAway,
    ),
  )
  return choosing
}

type Connections = Pick<ConnectionOptions, 'statementTimeout' | 'connectionTimeout' | 'givesWay'> & {
  name: string
  max: number
}

/** They are opened when they are needed, and closed where they are not. */
function onOwnConnections({ databaseUrl, log, life }: Process, base: Base, wanted: Connections): Base & { pool: Pool } {
  const { name, statementTimeout = 60_000 } = wanted
  const { db, pool, end } = connect(databaseUrl, { ...wanted, log, name: `upfront ${name}`, statementTimeout })
  life.atEnd(`${name} connections`, end)
  return { ...base, db, pool }
}

/** Lanes that send at once: most of their time they wait for others, not for the database. */
const sendingAtOnce = 16
