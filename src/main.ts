import { randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { baseUrl, type Config } from './config.ts'
import { connect } from './db/connect.ts'
import { startEmbedded } from './db/embedded.ts'
import { DataFolderInUse } from './db/hold.ts'
import { holdLittleAtRest } from './lib/at-rest.ts'
import type { Base } from './lib/context.ts'
import { systemDns } from './lib/dns.ts'
import { guardedOutbound } from './lib/guarded-fetch.ts'
import { type Lifecycle, lifecycle } from './lib/lifecycle.ts'
import { masterKey } from './lib/master-key.ts'
import { createMetrics } from './lib/metrics.ts'
import type { Process, Readiness } from './process.ts'
import { startServing } from './serve.ts'

/** What a command adds to the start. */
export type Around = {
  /** Between the database being as this version wants it, and anything being worked on. */
  before?: (base: Base) => Promise<void>
  /** Once everything runs. */
  ready?: (url: string, life: Lifecycle) => void
  /** The very last step of the end, after the database has stopped. */
  afterwards?: () => Promise<void>
}

/**
 * Starts the roles that the configuration names, in one process. What was published before is served first, from disk;
 * the database, its migrations and the configuration file follow; readiness waits for all of them.
 */
export async function start(
  config: Config,
  log: Logger,
  print: (line: string) => void,
  around: Around = {},
): Promise<number> {
  const life = lifecycle({ log })
  if (around.afterwards) life.atEnd('clean up', around.afterwards)
  try {
    const databaseUrl = config.databaseUrl ?? (await embedded(config, log, life, print))
    const waitingFor = new Set<Readiness>(['database', 'migrations', 'configuration', 'pages'])
    const base = await run({ config, log, life, print, databaseUrl, waitingFor }, around)
    around.ready?.(base.settings.url, life)
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) log.fatal({ err: error }, 'cannot start')
    print(`Upfront cannot start: ${(error as Error).message}`)
    await life.end('cannot start', 1)
  }
  return new Promise(() => {})
}

async function run(process: Process, around: Around): Promise<Base> {
  const { config, life, log } = process
  const connection = connect(process.databaseUrl, { log, name: 'upfront' })
  life.atEnd('database connections', connection.end)
  const secret = await masterKey(config.secret, config.dataDir)
  const metrics = createMetrics()
  const baseFor = (port: number): Base => ({
    db: connection.db,
    now: () => new Date(),
    random: randomBytes,
    http: guardedOutbound({ allow: config.outboundAllow }),
    dns: systemDns(),
    log,
    settings: {
      url: baseUrl(config, port),
      consoleUrl: config.consoleUrl,
      secret,
      mailFrom: config.mailFrom,
      publishWait: config.publishWait,
      outboundAllow: config.outboundAllow,
      acme: config.tls,
    },
  })
  const serving = await startServing(process, baseFor, metrics)
  // Loaded once pages are served: see serve.ts.
  const { prepare } = await import('./prepare.ts')
  await prepare(process, serving.base)
  await around.before?.(serving.base)
  const { startWorking } = await import('./work.ts')
  await startWorking(process, serving.base)
  await serving.publish()
  holdLittleAtRest()
  return serving.base
}

async function embedded(config: Config, log: Logger, life: Lifecycle, print: (line: string) => void): Promise<string> {
  const database = await startEmbedded({
    dataDir: config.dataDir,
    log,
    onLost: (error) => {
      log.fatal({ err: error }, 'the data folder was lost to another process')
      void life.end('data folder lost', 1)
    },
  })
  life.atEnd('database', database.stop)
  if (database.moved)
    print(`The database lives in ${database.folder}: the data folder is closed to the user it runs as.`)
  return database.url
}
