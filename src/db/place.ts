import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDataFolder } from '../lib/data-folder.ts'
import { canEnter, isRoot, nobody, type RunAs } from './user.ts'

/** Where the database's files are and whom PostgreSQL runs as. `moved`: outside the data folder, which is closed to that user. */
export type Place = { folder: string; cluster: string; runAs: RunAs; moved: boolean }

/** The folder for databases whose data folder an unprivileged user cannot enter. */
export const sharedPlace = '/var/lib/upfront'

/**
 * Decides it once per data folder and keeps to it. PostgreSQL refuses to run as root; then the owner of the existing
 * files runs it, else `nobody`, and where that user cannot enter the data folder the database alone lives in
 * `/var/lib/upfront/<id>`. The id is kept in the data folder, so that a new data folder never finds an old database.
 */
export async function choosePlace(dataDir: string, elsewhere = sharedPlace): Promise<Place> {
  await makeDataFolder(dataDir)
  dataDir = await realpath(dataDir)
  const inside = join(dataDir, 'postgres')
  const idFile = join(dataDir, 'database-id')
  if (existsSync(idFile))
    return settle(existingPlace(dataDir, (await readFile(idFile, 'utf8')).trim(), elsewhere), true)
  if (existsSync(join(inside, 'cluster')) || !isRoot() || (await canEnter(await nobody(), dataDir))) {
    await makeFolder(inside)
    return settle(inside, false)
  }
  const id = randomBytes(8).toString('hex')
  await makeFolder(elsewhere)
  await makeFolder(join(elsewhere, id))
  await writeFile(idFile, `${id}\n`, { mode: 0o600, flush: true })
  return settle(join(elsewhere, id), true)
}

async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return
  await mkdir(folder, { recursive: true })
  await chmod(folder, isRoot() ? 0o711 : 0o700)
}

function existingPlace(dataDir: string, id: string, elsewhere: string): string {
  const folder = join(elsewhere, id)
  if (/^[0-9a-f]{16}$/.test(id) && existsSync(folder)) return folder
  throw new Error(
    `the database of ${dataDir} was in ${folder}, which is gone. Bring that folder back; ` +
      `or, to start with an empty database, remove ${join(dataDir, 'database-id')}`,
  )
}

async function settle(folder: string, moved: boolean): Promise<Place> {
  const cluster = join(folder, 'cluster')
  return { folder, cluster, moved, runAs: await owner(cluster) }
}

async function owner(cluster: string): Promise<RunAs> {
  if (!existsSync(cluster)) return isRoot() ? nobody() : null
  const { uid, gid } = await stat(cluster)
  if (isRoot()) return uid === 0 ? nobody() : { uid, gid }
  if (process.platform === 'win32' || uid === process.getuid?.()) return null
  throw new Error(`the database in ${cluster} belongs to another user (uid ${uid}): start as that user or as root`)
}
