import { writeBackup } from '../backup/write.ts'
import { openPool } from '../db/connect.ts'
import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import { masterKey } from '../lib/master-key.ts'
import { refuseEmptyPlace } from './installation.ts'
import type { Verb } from './verb.ts'

export const verb: Verb = {
  options: { out: { type: 'string', placeholder: 'FILE', help: 'where to; default: upfront-<time>.backup.gz here' } },
  help: 'Writes everything in the database to one file, as of one moment, while Upfront works on. The master key is not in it: keep UPFRONT_SECRET, or the file "secret" of the data folder, in another place. The file has readers\' addresses in it: only its owner can read it.',
  async run({ config, log, options, print }) {
    await refuseEmptyPlace({ config, log })
    const now = new Date()
    const stamp = now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
    const path = typeof options.out === 'string' ? options.out : `upfront-${stamp}.backup.gz`
    const database = await openDatabase({ ...config, log, visit: true })
    try {
      await migrate(database.url, { log })
      const pool = openPool(database.url, { log, max: 1, statementTimeout: 0, name: 'upfront backup' })
      try {
        const secret = await masterKey(config.secret, config.dataDir)
        const { rows, sha256 } = await writeBackup(pool, { path, secret, now })
        const count = Object.values(rows).reduce((sum, one) => sum + one, 0)
        print(
          `${count} rows of ${Object.keys(rows).length} tables written to ${path} (SHA-256 of the content ${sha256})`,
        )
        return 0
      } finally {
        await pool.end()
      }
    } finally {
      await database.stop()
    }
  },
}
