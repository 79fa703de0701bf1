import { restoreBackup } from '../backup/restore.ts'
import type { Silenced } from '../backup/silence.ts'
import { openPool } from '../db/connect.ts'
import { openDatabase } from '../db/open.ts'
import { masterKey } from '../lib/master-key.ts'
import type { Verb } from './verb.ts'

export const verb: Verb = {
  arguments: 'FILE',
  help: 'Restores a backup into an empty database: set UPFRONT_DATA_DIR to a new folder or DATABASE_URL to a new database first, and the master key as it was. Mail that was on its way when the backup was made is not sent again.',
  async run({ args, config, log, print }) {
    const database = await openDatabase({ ...config, log, visit: true })
    try {
      const pool = openPool(database.url, { log, max: 2, statementTimeout: 0, name: 'upfront restore' })
      try {
        const secret = await masterKey(config.secret, config.dataDir)
        const path = args[0] ?? ''
        const { manifest, silenced } = await restoreBackup(pool, {
          path,
          url: database.url,
          secret,
          now: new Date(),
          log,
        })
        print(`${Object.values(manifest.rows).reduce((sum, one) => sum + one, 0)} rows restored from ${path}`)
        for (const line of inWords(silenced)) print(line)
        return 0
      } finally {
        await pool.end()
      }
    } finally {
      await database.stop()
    }
  },
}

function inWords(silenced: Silenced): string[] {
  const lines: [number, string][] = [
    [silenced.deliveries + silenced.letters, 'mails were on their way and are not sent again'],
    [silenced.drafts, 'held drafts are cancelled'],
    [silenced.watched, 'incidents were being watched for flapping: a person ends them'],
    [silenced.arrivals, 'alerts had arrived but were not decided on: replay them from the inbox'],
  ]
  return lines.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`)
}
