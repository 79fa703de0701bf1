import { sql } from 'kysely'
import type { Db } from '../lib/context.ts'

/**
 * Writes without waiting for the disk, in a transaction of its own: whoever measures how long an answer takes does not learn
 * from it whether there was anything to write. What is written may be lost when the database dies within a second.
 */
export const unflushed = <Result>(db: Db, run: (db: Db) => Promise<Result>): Promise<Result> =>
  db.transaction().execute(async (own) => {
    await sql`set local synchronous_commit to off`.execute(own)
    return run(own)
  })
