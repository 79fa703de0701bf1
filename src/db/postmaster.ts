import { existsSync } from 'node:fs'
import { readdir, readFile, readlink } from 'node:fs/promises'
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
  if (stat === null) return false
  const state = stat.slice(stat.lastIndexOf(')') + 2)[0]
  if (state === 'Z' || state === 'X') return false
  // Every process of a server works in its cluster's folder.
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null)
  return folder === null ? exists(pid) : isIn(folder, cluster)
}

/** Processes of this cluster: after the first is killed its children live on for a moment, and hold its memory. */
export async function processesOf(cluster: string): Promise<number[]> {
  if (process.platform !== 'linux') return []
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => null)))
  return pids.filter((_pid, i) => isIn(folders[i] ?? null, cluster))
}

const isIn = (folder: string | null, cluster: string) => folder === cluster || folder === `${cluster} (deleted)`

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

function exists(pid: number): boolean {
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
