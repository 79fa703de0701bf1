import { createHash } from 'node:crypto'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClientBase, Pool } from 'pg'
import type { Logger } from 'pino'
import { migrate } from '../db/migrate.ts'
import { type Header, keyCheck, type Manifest, splitRow } from './format.ts'
import { linesIn, verifyBackup } from './read.ts'
import { keepSilent, type Silenced } from './silence.ts'
import { quoted, type Table } from './tables.ts'

/** The backup cannot go into this database; the message says why and what to do. */
export class RestoreRefused extends Error {}

export type RestoreOptions = { path: string; url: string; secret: Buffer; now: Date; log: Logger; migrations?: string }

const migrationsFolder = join(import.meta.dirname, '../../migrations')

/**
 * Restores a backup into an empty database, all of it or nothing, and marks what was on its way out so that it never
 * goes out twice. A backup of an older version is restored as that version and then brought up to this one.
 */
export async function restoreBackup(
  pool: Pool,
  options: RestoreOptions,
): Promise<{ manifest: Manifest; silenced: Silenced }> {
  const { header, manifest } = await verifyBackup(options.path)
  if (header.keyCheck !== keyCheck(options.secret))
    throw new RestoreRefused(
      'the backup was made with another master key, without which nobody can read the secrets in it. Set UPFRONT_SECRET ' +
        'as it was, or copy the file "secret" from the old data folder into the new one',
    )
  await requireEmpty(pool, header)
  await migrateTo(header, options)
  const client = await pool.connect()
  try {
    await client.query('begin')
    await load(client, options.path, header)
    await restartCounters(client, header.tables)
    const silenced = await keepSilent(client, options.now)
    await client.query('commit')
    await migrate(options.url, { log: options.log, folder: options.migrations ?? migrationsFolder })
    return { manifest, silenced }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  } finally {
    client.release()
  }
}

async function requireEmpty(pool: Pool, header: Header) {
  const there = await pool.query("select to_regclass('public.organizations') is not null as yes")
  if (!there.rows[0].yes) return
  const { rows } = await pool.query('select count(*)::int as count from organizations')
  if (rows[0].count > 0)
    throw new RestoreRefused(
      'the database is not empty. Restore into a new one: set UPFRONT_DATA_DIR to a new folder, or DATABASE_URL to a new database',
    )
  const applied = await pool.query<{ name: string }>('select name from upfront_migrations order by name')
  const names = (list: { name: string }[]) => list.map((one) => one.name).join()
  if (names(applied.rows) !== names(header.migrations))
    throw new RestoreRefused(
      'the database is empty, but of another version than the backup. Restore into one on which no Upfront has started yet',
    )
}

/** Brings the database to the version that made the backup, with that version's own migrations. */
async function migrateTo(header: Header, { url, log, migrations = migrationsFolder }: RestoreOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'upfront-restore-'))
  try {
    for (const { name, checksum } of header.migrations) {
      const text = await readFile(join(migrations, name), 'utf8').catch(() => null)
      if (text === null)
        throw new RestoreRefused(`the backup is of a newer version, which has ${name}. Restore it with that version`)
      if (createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex') !== checksum)
        throw new RestoreRefused(`migrations/${name} is another file than the one the backup was made with`)
      await cp(join(migrations, name), join(folder, name))
    }
    await migrate(url, { log, folder })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const largestBatch = 4_000_000

async function load(client: ClientBase, path: string, header: Header) {
  await client.query(`set local timezone to 'UTC'`)
  let table: Table | undefined
  let rows: string[] = []
  let size = 0
  const flush = async () => {
    if (table && rows.length > 0) await insert(client, table, rows)
    rows = []
    size = 0
  }
  for await (const line of linesIn(path)) {
    const split = splitRow(line)
    if (!split) continue
    const isFull = size > largestBatch || rows.length >= 1000
    if (split.table !== table?.name || (isFull && !table.refersToItself)) await flush()
    table = header.tables.find((one) => one.name === split.table)
    rows.push(split.row)
    size += split.row.length
  }
  await flush()
}

async function insert(client: ClientBase, table: Table, rows: string[]) {
  const columns = table.columns.map(quoted).join(', ')
  const name = quoted(table.name)
  await client.query(
    `insert into ${name} (${columns}) overriding system value
     select ${columns} from json_populate_recordset(null::${name}, $1::json)`,
    [`[${rows.join(',')}]`],
  )
}

/** Numbers that the database gives out go on after the highest there is. */
async function restartCounters(client: ClientBase, tables: Table[]) {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' and is_identity = 'YES' and table_name = any($1)`,
    [tables.map((table) => table.name)],
  )
  for (const { table, column } of rows)
    await client.query(
      `select setval(pg_get_serial_sequence($1, $2), coalesce(max(${quoted(column)}), 1), max(${quoted(column)}) is not null)
       from ${quoted(table)}`,
      [quoted(table), column],
    )
}
