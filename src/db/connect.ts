import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Logger } from 'pino'
import { giveWay } from './give-way.ts'
import type { Database } from './schema.ts'

export type Connection = { pool: pg.Pool; db: Kysely<Database>; end: () => Promise<void> }

export type ConnectionOptions = {
  log: Logger
  /** Connections at most. Default 10. */
  max?: number
  /** Longest statement in milliseconds, 0 for no limit. Default 5,000. */
  statementTimeout?: number
  /** Longest wait for a connection in milliseconds. Default 3,000. */
  connectionTimeout?: number
  /** Shown in pg_stat_activity. */
  name?: string
  /** Its work leaves the processor to others. Only of a server that is ours, on this machine. */
  givesWay?: boolean
}

/**
 * Opens a pool on `url`. A lost connection is logged and never ends the process; the next query opens another.
 * int8 is read as a number, timestamptz as a Date, date as text (a Date would move it by the machine's zone).
 */
export function connect(url: string, options: ConnectionOptions): Connection {
  const pool = openPool(url, options)
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  return { pool, db, end: () => db.destroy() }
}

export function openPool(url: string, options: ConnectionOptions): pg.Pool {
  const { log, max = 10, name = 'upfront', givesWay = false } = options
  const { statementTimeout = 5000, connectionTimeout = 3000 } = options
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: connectionTimeout,
    idleTimeoutMillis: 10_000,
    keepAlive: true,
    statement_timeout: statementTimeout,
    // Over a network that swallows packets no statement_timeout arrives: give up on our side too.
    query_timeout: statementTimeout > 0 ? statementTimeout + 2000 : 0,
    idle_in_transaction_session_timeout: statementTimeout > 0 ? 30_000 : 0,
    types: { getTypeParser: readAs },
  })
  pool.on('error', (error) => log.warn({ reason: error.message }, 'a database connection was lost'))
  // The pool listens on idle clients alone; one that is lost between two queries of a transaction would end us.
  pool.on('connect', (client) => {
    client.on('error', () => {})
    const pid = 'processID' in client && client.processID
    if (givesWay && typeof pid === 'number') giveWay(pid)
  })
  return pool
}

const { INT8, DATE } = pg.types.builtins

function readAs(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8) return Number
  if (oid === DATE) return String
  return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
}
