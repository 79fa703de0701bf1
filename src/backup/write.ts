import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { ClientBase, Pool } from 'pg'
import { type Header, keyCheck, type Manifest, rowLine, tally } from './format.ts'
import { quoted, tablesInOrder } from './tables.ts'

export type BackupOptions = { path: string; secret: Buffer; now: Date }

/**
 * Writes everything in the database to a file that only its owner can read, as of one moment, while Upfront works on.
 * The file appears whole or not at all.
 */
export async function writeBackup(pool: Pool, { path, secret, now }: BackupOptions): Promise<Manifest> {
  const client = await pool.connect()
  const part = `${path}.part`
  const sum = tally()
  try {
    await client.query('begin isolation level repeatable read read only')
    await client.query(`set local timezone to 'UTC'`)
    const lines = Readable.from(linesOf(client, secret, now, sum), { objectMode: true })
    await pipeline(lines, createGzip(), createWriteStream(part, { mode: 0o600, flags: 'w' }))
    const file = await open(part, 'r+')
    await file.sync()
    await file.close()
    await rename(part, path)
    return sum.manifest()
  } catch (error) {
    await rm(part, { force: true })
    throw error
  } finally {
    await client.query('rollback').catch(() => {})
    client.release()
  }
}

async function* linesOf(client: ClientBase, secret: Buffer, now: Date, sum: ReturnType<typeof tally>) {
  const { rows: migrations } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from upfront_migrations order by name',
  )
  const tables = await tablesInOrder(client)
  const header: Header = {
    upfront: 'backup',
    format: 1,
    madeAt: now.toISOString(),
    keyCheck: keyCheck(secret),
    migrations,
    tables,
  }
  const counted = (line: string) => {
    sum.add(line)
    return `${line}\n`
  }
  yield counted(JSON.stringify(header))
  for (const table of tables)
    for await (const row of rowsOf(client, table.name)) yield counted(rowLine(table.name, row))
  yield `${JSON.stringify(sum.manifest())}\n`
}

/** Few at a time: an arrival's body may have a megabyte. */
async function* rowsOf(client: ClientBase, table: string): AsyncGenerator<string> {
  await client.query(`declare rows no scroll cursor for select row_to_json(t)::text as row from ${quoted(table)} t`)
  for (;;) {
    const { rows } = await client.query<{ row: string }>('fetch 100 from rows')
    for (const { row } of rows) yield row
    if (rows.length < 100) break
  }
  await client.query('close rows')
}
