import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { choosePlace } from '../db/place.ts'
import { isInitialized, readPostmaster } from '../db/postmaster.ts'
import { stopServer } from '../db/running.ts'
import { until } from './until.ts'

export type Spawn = {
  dataDir: string
  env?: Record<string, string>
  /** Come back when this is so. Default `ready`. */
  when?: 'listening' | 'ready'
  /** Longest time for that, in milliseconds. Default 120,000. */
  within?: number
}

/** The real program in a process of its own. */
export type Spawned = {
  url: string
  setupLink: string | null
  pid: number
  /** What it printed, and what it logged. */
  printed: () => string
  logged: () => string
  /** Ends it in order. The exit code. */
  stop: () => Promise<number | null>
  /** kill -9. Resolves when it is gone; an embedded database stays. */
  kill: () => Promise<void>
}

const root = join(import.meta.dirname, '../..')
const node = join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** A start that is under way. */
export type Starting = {
  pid: number
  /** Comes back when it has come as far as was asked for. Throws with what it said where it does not. */
  up: () => Promise<Spawned>
  /** kill -9, wherever it is by then. Resolves when it is gone. */
  kill: () => Promise<void>
}

/** Starts `upfront start` on a free port. Throws with what it said where it does not come up. */
export const spawnUpfront = (options: Spawn): Promise<Spawned> => beginUpfront(options).up()

/** The same, for who does not want to wait for it. */
export function beginUpfront({ dataDir, env = {}, when = 'ready', within = 120_000 }: Spawn): Starting {
  const child = spawn(node, [join(root, 'bin/upfront.mjs'), 'start'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...surroundings(), UPFRONT_DATA_DIR: dataDir, PORT: '0', ...env },
  })
  const printed = collect(child.stdout)
  const logged = collect(child.stderr)
  const gone = once(child, 'exit')
  const endWithUs = () => void child.kill('SIGTERM')
  process.once('exit', endWithUs)
  void gone.then(() => process.off('exit', endWithUs))
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await gone
  }
  const up = async () => {
    const line = await until(() => living(child) && /^listening on (\S+)$/m.exec(printed()), within)
    const url = line[1] ?? ''
    if (when === 'ready') await until(() => living(child) && isReady(url), within)
    const setupLink = /^set up +(\S+)$/m.exec(printed())?.[1] ?? null
    return {
      url,
      setupLink,
      pid: child.pid ?? 0,
      printed,
      logged,
      kill: () => end('SIGKILL'),
      stop: async () => {
        await end('SIGTERM')
        return child.exitCode
      },
    }
  }
  const failed = async (error: Error) => {
    await end('SIGKILL')
    await stopLeftDatabase(dataDir)
    throw new Error(`${error.message}\n${printed()}\n${logged()}`)
  }
  return { pid: child.pid ?? 0, up: () => up().catch(failed), kill: () => end('SIGKILL') }
}

/** What any program on this machine is given, and none of Upfront's own settings. */
function surroundings(): Record<string, string> {
  const given: Record<string, string> = {}
  for (const name of ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SystemRoot', 'TEMP'])
    if (process.env[name]) given[name] = process.env[name]
  return given
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk) => (text += chunk))
  return () => text
}

function living({ exitCode, signalCode }: ChildProcess): true {
  if (exitCode === null && signalCode === null) return true
  throw new Error(`ended with ${exitCode ?? signalCode} before it was up`)
}

const isReady = (url: string) =>
  fetch(`${url}/readyz`).then(
    (answer) => answer.ok,
    () => false,
  )

/** Ends the embedded database that a killed process left in its data folder. */
export async function stopLeftDatabase(dataDir: string): Promise<void> {
  const place = await choosePlace(dataDir)
  const left = isInitialized(place.cluster) ? await readPostmaster(place.cluster) : null
  if (!left) return
  await stopServer(place, left.pid)
  if (left.socketFolder) await rm(left.socketFolder, { recursive: true, force: true })
}
