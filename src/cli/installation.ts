import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { openPool } from '../db/connect.ts'
import type { VerbInput } from './verb.ts'

/** Where an installation would be and none is yet, in words; null where one is. Looks, and makes nothing. */
export async function emptyPlace({ config, log }: Pick<VerbInput, 'config' | 'log'>): Promise<string | null> {
  const { databaseUrl, dataDir } = config
  if (databaseUrl === null) {
    const traces = [join('postgres', 'cluster'), 'database-id']
    return traces.some((name) => existsSync(join(dataDir, name))) ? null : dataDir
  }
  const pool = openPool(databaseUrl, { log, max: 1, name: 'upfront command' })
  try {
    const { rows } = await pool.query("select to_regclass('upfront_migrations') is not null as there")
    return rows[0].there ? null : 'the database of DATABASE_URL'
  } finally {
    await pool.end()
  }
}

/** Refuses what reads an installation where there is none, rather than make an empty one. */
export async function refuseEmptyPlace(input: Pick<VerbInput, 'config' | 'log'>): Promise<void> {
  const place = await emptyPlace(input)
  if (place)
    throw new Error(`there is no installation in ${place} yet; UPFRONT_DATA_DIR or DATABASE_URL says where one is`)
}

/** Does work on an empty database of its own, which is gone afterwards. */
export async function elsewhere<T>(input: VerbInput, work: (input: VerbInput) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'upfront-plan-'))
  try {
    // The database's user must be able to pass through.
    await chmod(folder, 0o711)
    const config: Config = { ...input.config, databaseUrl: null, dataDir: join(folder, 'data') }
    return await work({ ...input, config })
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
}
