import { randomBytes } from 'node:crypto'
import { ensureOrganization } from '../accounts/organization.ts'
import { baseUrl } from '../config.ts'
import { connect } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import { asSystem, type Context } from '../lib/context.ts'
import { systemDns } from '../lib/dns.ts'
import { guardedOutbound } from '../lib/guarded-fetch.ts'
import { masterKey } from '../lib/master-key.ts'
import type { VerbInput } from './verb.ts'

/**
 * Does a command's work on the installation's database: that of a running Upfront where one runs, else the server is
 * started for as long as it takes.
 */
export async function withContext<T>({ config, log }: VerbInput, work: (ctx: Context) => Promise<T>): Promise<T> {
  const database = await openDatabase({ ...config, log, visit: true })
  try {
    await migrate(database.url, { log })
    const connection = connect(database.url, { log, name: 'upfront command', max: 2 })
    try {
      const base = {
        db: connection.db,
        now: () => new Date(),
        random: randomBytes,
        http: guardedOutbound({ allow: config.outboundAllow }),
        dns: systemDns(),
        log,
        settings: {
          url: baseUrl(config, config.port),
          consoleUrl: config.consoleUrl,
          secret: await masterKey(config.secret, config.dataDir),
          mailFrom: config.mailFrom,
          outboundAllow: config.outboundAllow,
        },
      }
      return await work(asSystem(base, await ensureOrganization(base), 'bin/upfront'))
    } finally {
      await connection.end()
    }
  } finally {
    await database.stop()
  }
}
