import { migrate } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import type { Verb } from './verb.ts'

export const verb: Verb = {
  help: 'Every start does the same. Run it by itself where several processes share a database, before the first of them starts.',
  async run({ config, log, print }) {
    const database = await openDatabase({ ...config, log, visit: true })
    try {
      const applied = await migrate(database.url, { log })
      print(applied.length === 0 ? 'nothing to do: the database is up to date' : `applied ${applied.join(', ')}`)
      return 0
    } finally {
      await database.stop()
    }
  },
}
