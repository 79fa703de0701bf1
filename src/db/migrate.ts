import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runMigrations, Logger as WorkerLogger } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'
import { openPool } from './connect.ts'

const migrationsFolder = join(import.meta.dirname, '../../migrations')

/** The files and the database do not belong together; the message says what to do. */
export class MigrationRefused extends Error {}

export type MigrateOptions = { log: Logger; folder?: string }

/**
 * Applies the migrations that the database lacks, and the queue's own; the names of the applied. Each runs in a transaction under a
 * lock, so several processes may start at once. Throws `MigrationRefused` when an applied file has changed, or when the
 * database is newer than the files.
 */
export async function migrate(url: string, { log, folder = migrationsFolder }: MigrateOptions): Promise<string[]> {
  const pool = openPool(url, { log, max: 2, statementTimeout: 0, name: 'upfront migrate' })
  try {
    await checkServer(pool)
    const files = await readMigrations(folder)
    await inLock(pool, (client) => client.query(ledger))
    await refuseStrangers(pool, files)
    const isNew = (await pool.query('select 1 from upfront_migrations limit 1')).rowCount === 0
    const applied: string[] = []
    for (const file of files) {
      if (!(await inLock(pool, (client) => apply(client, file)))) continue
      applied.push(file.name)
      // Of a database that was empty one line says enough.
      log[isNew ? 'debug' : 'info']({ migration: file.name }, 'migration applied')
    }
    if (isNew && applied.length > 0) log.info({ migrations: applied.length }, 'database set up')
    await inLock(pool, () => runMigrations({ pgPool: pool, logger: quiet, noHandleSignals: true }))
    return applied
  } finally {
    await pool.end()
  }
}

/** Names of the migrations that the database lacks. Throws as `migrate` does. */
export async function pendingMigrations(
  url: string,
  { log, folder = migrationsFolder }: MigrateOptions,
): Promise<string[]> {
  const pool = openPool(url, { log, max: 1 })
  try {
    await checkServer(pool)
    const files = await readMigrations(folder)
    const found = await pool.query("select to_regclass('upfront_migrations') is not null as there")
    if (!found.rows[0].there) return files.map((file) => file.name)
    await refuseStrangers(pool, files)
    const { rows } = await pool.query<Applied>('select name, checksum from upfront_migrations')
    const done = new Set(rows.map((row) => row.name))
    return files.map((file) => file.name).filter((name) => !done.has(name))
  } finally {
    await pool.end()
  }
}

type Migration = { name: string; sql: string; checksum: string }
type Applied = { name: string; checksum: string }

const ledger = `create table if not exists upfront_migrations (
  name text primary key,
  checksum text not null,
  applied_at timestamptz not null default now()
)`

const oldestServer = 14

async function checkServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query("select current_setting('server_version_num')::int as version")
  const major = Math.floor(rows[0].version / 10_000)
  if (major >= oldestServer) return
  throw new MigrationRefused(`the database is PostgreSQL ${major}; Upfront needs ${oldestServer} or newer`)
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort()
  return Promise.all(names.map(async (name) => ({ name, ...digest(await readFile(join(folder, name), 'utf8')) })))
}

/** Git may turn line ends around on Windows; that is no change. */
function digest(text: string): { sql: string; checksum: string } {
  const sql = text.replaceAll('\r\n', '\n')
  return { sql, checksum: createHash('sha256').update(sql).digest('hex') }
}

async function refuseStrangers(pool: pg.Pool, files: Migration[]): Promise<void> {
  const { rows } = await pool.query<Applied>('select name, checksum from upfront_migrations order by name')
  const known = new Map(files.map((file) => [file.name, file.checksum]))
  const unknown = rows.find((row) => !known.has(row.name))
  if (unknown) {
    throw new MigrationRefused(
      `the database is newer than this Upfront: it has ${unknown.name}, and the newest here is ${files.at(-1)?.name ?? 'none'}. ` +
        'Start the version that made it, or restore a backup from before',
    )
  }
  const changed = rows.find((row) => known.get(row.name) !== row.checksum)
  if (changed) {
    throw new MigrationRefused(
      `migrations/${changed.name} was changed after it was applied to this database. Restore the file, and put the change into a new one`,
    )
  }
}

/** False where another process has applied it meanwhile. */
async function apply(client: pg.PoolClient, file: Migration): Promise<boolean> {
  const done = await client.query('select 1 from upfront_migrations where name = $1', [file.name])
  if (done.rowCount) return false
  try {
    await client.query(file.sql)
  } catch (error) {
    const { message, position } = error as Error & { position?: string }
    const line = position ? `:${file.sql.slice(0, Number(position)).split('\n').length}` : ''
    throw new Error(`migrations/${file.name}${line}: ${message}`, { cause: error })
  }
  await client.query('insert into upfront_migrations (name, checksum) values ($1, $2)', [file.name, file.checksum])
  return true
}

/** The lock ends with the transaction, so it also holds through poolers that hand out a connection per transaction. */
async function inLock<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1, $2)', [0x7570, 2])
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

const quiet = new WorkerLogger(() => () => {})
