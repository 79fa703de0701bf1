import { existsSync } from 'node:fs'
import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

/** What a server writes into `postmaster.pid`. Source: PostgreSQL's miscadmin.h, "lock file". */
export type Postmaster = { pid: number; port: number; socketFolder: string }

export async function readPostmaster(cluster: string): Promise<Postmaster | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(absent)
  const lines = text?.split('\n') ?? []
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  return { pid, port: Number(lines[3]), socketFolder: lines[4] ?? '' }
}

/**
 * Whether a process is there and is a server of this cluster. A zombie counts as gone (nobody may reap it in a
 * container), and so does a stranger that was given the number after a restart of the machine.
 */
export async function isRunning(cluster: string, pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return exists(pid)
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(absent)
  const state = stat?.slice(stat.lastIndexOf(')') + 2)[0]
  if (!state || state === 'Z' || state === 'X') return false
  return (await commandOf(pid)).split('\0').includes(cluster)
}

/**
 * Processes of this cluster: after the first is killed its children live on for a moment, and hold its memory. `sure`
 * work in its folder; of `maybe` we only know that they are a PostgreSQL's and its user's: root without CAP_SYS_PTRACE,
 * as in most containers, cannot see more of another user's process.
 */
export async function processesOf(cluster: string): Promise<{ sure: number[]; maybe: number[] }> {
  const found = { sure: [] as number[], maybe: [] as number[] }
  if (process.platform !== 'linux') return found
  const { uid } = await stat(cluster)
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)) {
    const folder = await readlink(`/proc/${pid}/cwd`).catch((error) => (error.code === 'EACCES' ? null : ''))
    if (folder === cluster) found.sure.push(pid)
    if (folder === null && (await isPostgresOf(uid, pid))) found.maybe.push(pid)
  }
  return found
}

async function isPostgresOf(uid: number, pid: number): Promise<boolean> {
  const owner = await stat(`/proc/${pid}`).catch(() => null)
  return owner?.uid === uid && (await commandOf(pid)).startsWith('postgres: ')
}

const commandOf = (pid: number) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')

/** `starting`: it is there, and refuses connections for now (start-up, recovery, shutdown, no slot left). */
export async function ask(url: string): Promise<'answers' | 'starting' | 'silent'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return 'answers'
  } catch (error) {
    const code = (error as { code?: string }).code
    return code === '57P03' || code === '53300' ? 'starting' : 'silent'
  } finally {
    await client.end().catch(() => {})
  }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Whether a process has that number, whosever it is. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ESRCH') return null
  throw error
}

export const isInitialized = (cluster: string) => existsSync(join(cluster, 'PG_VERSION'))
