import { spawn } from 'node:child_process'
import { constants } from 'node:fs'
import { type FileHandle, open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { buffersFor } from './buffers.ts'
import { type Address, bareEnv, urlOf } from './cluster.ts'
import { type Engine, program } from './engine.ts'
import type { Place } from './place.ts'
import { ask } from './postmaster.ts'
import { serverSettings } from './settings.ts'

/** `busy`: files or memory are still held by a server that is going; try again in a moment. */
export type Launched =
  | { state: 'running'; pid: number }
  | { state: 'busy'; detail: string }
  | { state: 'failed'; detail: string }

/**
 * Starts a server and waits until it answers. It gets a session of its own, so that Ctrl-C and signals to our process
 * group miss it, and writes to a file: a pipe would end with us, and the server is to outlive a killed Node.
 */
export async function launch(
  place: Place,
  engine: Engine,
  address: Address,
  settings: Record<string, string>,
): Promise<Launched> {
  const log = await openLog(place)
  try {
    const before = (await log.stat()).size
    const child = spawn(
      program(engine, 'postgres'),
      ['-D', place.cluster, ...flags(address, { ...buffersFor(place.cluster), ...settings })],
      {
        ...place.runAs,
        cwd: '/',
        env: bareEnv,
        detached: true,
        windowsHide: true,
        stdio: ['ignore', log.fd, log.fd],
      },
    )
    child.unref()
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, name) => resolve(`PostgreSQL ended with ${name ?? `code ${code}`}`))
    })
    const end = await Promise.race([ended, untilItAnswers(urlOf(address), ended)])
    if (end === null && child.pid !== undefined) return { state: 'running', pid: child.pid }
    const detail = `${end ?? 'no process'}: ${await tail(log, before)}`
    // Killed from outside, by a person or for want of memory: that is no fault of its files.
    return /lock file|shared memory|^PostgreSQL ended with SIGKILL/.test(detail)
      ? { state: 'busy', detail }
      : { state: 'failed', detail }
  } finally {
    await log.close()
  }
}

function flags(address: Address, settings: Record<string, string>): string[] {
  const where: Record<string, string> =
    'port' in address
      ? { listen_addresses: '127.0.0.1', port: String(address.port), unix_socket_directories: '' }
      : { listen_addresses: '', unix_socket_directories: address.socketFolder, unix_socket_permissions: '0700' }
  return Object.entries({ ...serverSettings, ...settings, ...where }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
}

/** Recovery after a crash may take long, and the server says that it is starting; so no limit but its own end. */
async function untilItAnswers(url: string, ended: Promise<string>): Promise<null> {
  const state = { over: false }
  void ended.then(() => (state.over = true))
  while (!state.over && (await ask(url)) !== 'answers') await wait(15)
  return null
}

const largestLog = 1_000_000

/** Not through a link: the folder may have had another owner. */
async function openLog(place: Place): Promise<FileHandle> {
  const path = join(place.folder, 'postgres.log')
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size > largestLog) await rename(path, `${path}.1`)
  const { O_RDWR, O_APPEND, O_CREAT } = constants
  return open(path, O_RDWR | O_APPEND | O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o600)
}

async function tail(log: FileHandle, from: number): Promise<string> {
  const size = (await log.stat()).size
  const start = Math.max(from, size - 2000)
  const { buffer, bytesRead } = await log.read(Buffer.alloc(size - start), 0, size - start, start)
  return buffer.toString('utf8', 0, bytesRead).trim().replaceAll('\n', ' | ')
}
