import { access, constants, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { openPool } from '../db/connect.ts'
import { findNative, prepareEngine } from '../db/engine.ts'
import { MigrationRefused, pendingMigrations } from '../db/migrate.ts'
import { openDatabase } from '../db/open.ts'
import { choosePlace } from '../db/place.ts'
import type { Check, Finding } from './doctor.ts'
import { checkDomains } from './doctor-domains.ts'

export const checkEngine: Check = async ({ config }) => {
  if (config.databaseUrl) return []
  if (!(await exists(config.dataDir))) return [{ state: 'ok', found: `embedded PostgreSQL in ${findNative()}` }]
  const place = await choosePlace(config.dataDir)
  const engine = await prepareEngine(place.folder, place.runAs)
  return [{ state: 'ok', found: `embedded PostgreSQL ${engine.version} in ${engine.folder}` }]
}

export const checkDataFolder: Check = async ({ config: { dataDir } }) => {
  if (!(await exists(dataDir))) return [{ state: 'ok', found: `no data folder yet: the first start makes ${dataDir}` }]
  try {
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    const todo = 'start as the user who owns it, or give it to this one'
    return [{ state: 'fail', found: `the data folder ${dataDir} cannot be written`, todo }]
  }
  const findings: Finding[] = [{ state: 'ok', found: `data folder ${dataDir}` }]
  const secret = join(dataDir, 'secret')
  const mode = process.platform !== 'win32' && (await exists(secret)) ? (await stat(secret)).mode & 0o777 : 0o600
  if (mode & 0o077) {
    findings.push({ state: 'fail', found: `others can read ${secret}`, todo: `run "chmod 600 ${secret}"` })
  }
  return findings
}

const gigabyte = 1024 ** 3

export const checkDisk: Check = async ({ config }) => {
  let folder = config.dataDir
  while (!(await exists(folder))) folder = dirname(folder)
  const { bavail, bsize } = await statfs(folder)
  const free = (bavail * bsize) / gigabyte
  const found = `${free.toFixed(1)} GB free for ${config.dataDir}`
  if (free < 0.2) return [{ state: 'fail', found, todo: 'make room: the database stops when the disk is full' }]
  return [free < 1 ? { state: 'warn', found, todo: 'make room soon' } : { state: 'ok', found }]
}

export const checkDatabase: Check = async ({ config, log }) => {
  if (!config.databaseUrl && !(await exists(config.dataDir))) return []
  const database = await openDatabase({ ...config, log, visit: true })
  try {
    const where = database.folder ? `embedded, in ${database.folder}` : 'DATABASE_URL'
    const upToDate = await migrations()
    const domains = upToDate.state === 'ok' ? await checkDomains(database.url, log) : []
    return [
      { state: 'ok', found: `database answers (${where}, ${await size(database.url, log)})` },
      upToDate,
      ...domains,
    ]
  } catch (error) {
    const todo = config.databaseUrl ? 'check DATABASE_URL, and that the server lets this machine in' : undefined
    return [{ state: 'fail', found: `the database does not answer: ${(error as Error).message}`, todo }]
  } finally {
    await database.stop()
  }

  async function migrations(): Promise<Finding> {
    try {
      const waiting = await pendingMigrations(database.url, { log })
      if (waiting.length === 0) return { state: 'ok', found: 'the database is up to date' }
      const found = `${waiting.length} migrations wait: ${waiting[0]} …`
      return { state: 'warn', found, todo: 'the next start applies them, or "bin/upfront migrate"' }
    } catch (error) {
      if (error instanceof MigrationRefused) return { state: 'fail', found: error.message }
      throw error
    }
  }
}

async function size(url: string, log: Parameters<Check>[0]['log']): Promise<string> {
  const pool = openPool(url, { log, max: 1 })
  try {
    const { rows } = await pool.query('select pg_size_pretty(pg_database_size(current_database())) as size')
    return rows[0].size
  } finally {
    await pool.end()
  }
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
