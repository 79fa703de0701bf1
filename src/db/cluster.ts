import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'

import { existsSync } from 'node:fs'
import { chown, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Engine, program } from './engine.ts'
import type { Place } from './place.ts'
import { isInitialized, readPostmaster } from './postmaster.ts'
import { canEnter, type RunAs } from './user.ts'

const run = promisify(execFile)

/** `socket`: a Unix socket that only its owner can reach. `loopback`: a port on 127.0.0.1 and a password (Windows). */
export type Transport = 'socket' | 'loopback'
export const usualTransport: Transport = process.platform === 'win32' ? 'loopback' : 'socket'

/** How to reach a server: the folder of its socket, or its port and password. */
export type Address = { socketFolder: string } | { port: number; password: string }

export function urlOf(address: Address, database = 'postgres'): string {
  if ('port' in address) return `postgresql://upfront:${address.password}@127.0.0.1:${address.port}/${database}`
  return `postgresql://upfront@/${database}?host=${encodeURIComponent(address.socketFolder)}`
}

/** Makes the cluster's files if there are none: built beside and renamed, so that a killed start leaves no half. */
export async function initialize(place: Place, engine: Engine, sync: boolean): Promise<void> {
  if (isInitialized(place.cluster)) return checkVersion(place.cluster, engine)
  await dropHalves(place.folder)
  const half = `${place.cluster}.new-${randomBytes(6).toString('hex')}`
  await mkdir(half, { mode: 0o700 })
  const password = randomBytes(24).toString('base64url')
  const passwordFile = `${half}.password`
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (place.runAs) for (const path of [half, passwordFile]) await chown(path, place.runAs.uid, place.runAs.gid)
  try {
    const options = { ...place.runAs, cwd: '/', env: bareEnv }
    await run(program(engine, 'initdb'), initdbArguments(half, passwordFile, sync), options).catch(explain)
    // The password lives beside the files that it opens, and is needed on Windows alone.
    await writeFile(join(half, 'password'), password, { mode: 0o600 })
    await rename(half, place.cluster).catch((error) => {
      if (!isInitialized(place.cluster)) throw error
    })
  } finally {
    for (const path of [half, passwordFile]) await rm(path, { recursive: true, force: true })
  }
}

function explain({ message, stderr }: Error & { stderr?: string }): never {
  const said = stderr?.trim().replaceAll('\n', ' | ') || message
  const nameless = said.includes('could not look up effective user ID')
  const todo = 'start as a user that has a line in /etc/passwd, or set DATABASE_URL'
  throw new Error(`PostgreSQL cannot make its files. ${said}${nameless ? `: ${todo}` : ''}`)
}

const initdbArguments = (folder: string, passwordFile: string, sync: boolean) => [
  ...['-D', folder, '-U', 'upfront', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin'],
  ...['--builtin-locale=C.UTF-8', '--auth-local=trust', '--auth-host=scram-sha-256', `--pwfile=${passwordFile}`],
  ...['--no-instructions', sync ? '--sync-method=fsync' : '--no-sync'],
]

/** What the server inherits: none of our environment's secrets. Windows' own variables are too many to name. */
export const bareEnv =
  process.platform === 'win32' ? undefined : { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

async function checkVersion(cluster: string, engine: Engine): Promise<void> {
  const version = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim()
  if (engine.version.startsWith(`${version}.`)) return
  throw new Error(
    `the files in ${cluster} were made by PostgreSQL ${version}, and this Upfront brings ${engine.version}. ` +
      'Export with the version that made them ("bin/upfront backup"), and restore here into a new data folder',
  )
}

async function dropHalves(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (!name.startsWith('cluster.new-')) continue
    // Another start may be making one at this moment.
    if (Date.now() - (await lstat(path)).mtimeMs > 600_000) await rm(path, { recursive: true, force: true })
  }
}

/** The address for a server to be started: the last one if it is still good, so that open pools find it again. */
export async function chooseAddress(place: Place, transport: Transport, last: Address | null): Promise<Address> {
  if (transport === 'loopback') {
    if (last && 'port' in last) return last
    return { port: await freePort(), password: await readFile(join(place.cluster, 'password'), 'utf8') }
  }
  if (last && 'socketFolder' in last) {
    // Somebody may have tidied the temp folder; whoever holds the url must still find the server.
    if (!existsSync(last.socketFolder)) await makeOurs(last.socketFolder, place.runAs)
    if (await isOurs(last.socketFolder, place.runAs)) return last
  }
  // The one of a start that was killed is kept in mind, or each would leave one behind.
  const note = join(place.folder, 'socket-folder')
  const left = await readFile(note, 'utf8').catch(() => '')
  if (left && (await isOurs(left, place.runAs))) return { socketFolder: left }
  const socketFolder = await makeSocketFolder(place.runAs)
  await writeFile(note, socketFolder, { mode: 0o600 })
  return { socketFolder }
}

/** The address that a running server wrote down. */
export async function addressOf(place: Place): Promise<Address | null> {
  const found = await readPostmaster(place.cluster)
  if (found?.socketFolder) return { socketFolder: found.socketFolder }
  if (found?.port) return { port: found.port, password: await readFile(join(place.cluster, 'password'), 'utf8') }
  return null
}

/** A socket's path ends at about 107 bytes, `/.s.PGSQL.5432` included; data folders are longer. */
async function makeSocketFolder(runAs: RunAs): Promise<string> {
  const base = tmpdir().length <= 70 && (await canEnter(runAs, tmpdir())) ? tmpdir() : '/tmp'
  const folder = await mkdtemp(join(base, 'upfront-'))
  if (runAs) await chown(folder, runAs.uid, runAs.gid)
  return folder
}

async function makeOurs(folder: string, runAs: RunAs): Promise<void> {
  await mkdir(folder, { mode: 0o700 })
  if (runAs) await chown(folder, runAs.uid, runAs.gid)
}

async function isOurs(folder: string, runAs: RunAs): Promise<boolean> {
  const stat = await lstat(folder).catch(() => null)
  const uid = runAs?.uid ?? process.getuid?.()
  return stat?.isDirectory() === true && stat.uid === uid && (stat.mode & 0o077) === 0
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
