import { CompiledQuery, type DatabaseConnection, type Driver, Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import type { Database } from '../../db/schema.ts'
import type { Turn } from './gate.ts'

/**
 * The real database, of which each use waits for its turn; a transaction is one use, so nothing comes in between. `heard`
 * is told of every statement and what it answered.
 */
export function turnByTurn(
  pool: Pool,
  turn: () => Promise<Turn>,
  heard: (sql: string, rows: readonly unknown[]) => void = () => {},
): Kysely<Database> {
  const dialect = new PostgresDialect({ pool })
  const createDriver = () => {
    const inner = dialect.createDriver()
    const own = new Map<DatabaseConnection, { inner: DatabaseConnection } & Turn>()
    const innerOf = (connection: DatabaseConnection) => own.get(connection)?.inner ?? connection
    const driver: Driver = {
      init: () => inner.init(),
      acquireConnection: async () => {
        const { fault, done } = await turn()
        const connection = await inner.acquireConnection()
        const wrapped = faulty(connection, fault, heard)
        own.set(wrapped, { inner: connection, fault, done })
        return wrapped
      },
      beginTransaction: (connection, settings) => inner.beginTransaction(connection, settings),
      commitTransaction: (connection) => inner.commitTransaction(connection),
      rollbackTransaction: (connection) => inner.rollbackTransaction(connection),
      releaseConnection: async (connection) => {
        // What is lost right after it began ends with its connection, which here is used again.
        if (own.get(connection)?.fault?.happened) await innerOf(connection).executeQuery(CompiledQuery.raw('rollback'))
        await inner.releaseConnection(innerOf(connection))
        own.get(connection)?.done()
        own.delete(connection)
      },
      destroy: async () => {},
    }
    return driver
  }
  return new Kysely<Database>({
    dialect: {
      createAdapter: () => dialect.createAdapter(),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createQueryCompiler: () => dialect.createQueryCompiler(),
      createDriver,
    },
  })
}

function faulty(
  inner: DatabaseConnection,
  fault: Turn['fault'],
  heard: (sql: string, rows: readonly unknown[]) => void,
): DatabaseConnection {
  let [count, isOver] = [0, false]
  const lose = (when: 'before' | 'after') => {
    if (isOver || !fault || fault.when !== when || fault.statement !== count) return
    isOver = true
    fault.happened = true
    throw new Error(`the simulated database was lost ${when} statement ${count}`)
  }
  return {
    executeQuery: async <R>(query: CompiledQuery) => {
      lose('before')
      const result = await inner.executeQuery<R>(query)
      heard(query.sql, result.rows)
      lose('after')
      count++
      return result
    },
    streamQuery: (query, size) => inner.streamQuery(query, size),
  }
}
