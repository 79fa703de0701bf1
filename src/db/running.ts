import { readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type Address, addressOf, chooseAddress, initialize, type Transport, urlOf } from './cluster.ts'
import { prepareEngine } from './engine.ts'
import { launch } from './launch.ts'
import type { Place } from './place.ts'
import { ask, exists, isRunning, processesOf, readPostmaster, signal } from './postmaster.ts'

/** A server that answers. `adopted`: it ran already, left by a process that was killed or owned by one that lives. */
export type Running = { address: Address; pid: number; adopted: boolean }

export type Wanted = {
  place: Place
  transport: Transport
  settings: Record<string, string>
  log: Logger
}

/** How long a dead server's rest (zombies, children, shared memory) may stand in the way. */
const patience = 5000

/** Adopts the server that runs on the place, or starts one. Throws when neither comes to answer. */
export async function ensureRunning(wanted: Wanted, last: Address | null = null): Promise<Running> {
  const { place } = wanted
  for (let waited = 0; ; waited += 100) {
    const found = await findRunning(place)
    if (found === 'gone') {
      const started = await start(wanted, last, waited > patience / 2)
      if (typeof started !== 'string') return started
      if (waited >= patience) throw new Error(`PostgreSQL does not start. ${started}`)
    } else if (typeof found !== 'string') return found
    else if (found === 'silent' && waited >= patience)
      throw new Error(silence(place, await readPostmaster(place.cluster)))
    await wait(100)
  }
}

/** `silent`: its process lives and does not answer. `starting`: it says so itself, and may take long after a crash. */
export async function findRunning(place: Place): Promise<Running | 'gone' | 'starting' | 'silent'> {
  const postmaster = await readPostmaster(place.cluster)
  if (!postmaster || !(await isRunning(place.cluster, postmaster.pid))) return 'gone'
  const address = await addressOf(place)
  if (!address) return 'silent'
  const answer = await ask(urlOf(address))
  return answer === 'answers' ? { address, pid: postmaster.pid, adopted: true } : answer
}

/** Why not, where it may help to try again. */
async function start(wanted: Wanted, last: Address | null, late: boolean): Promise<Running | string> {
  const { place, log } = wanted
  const engine = await prepareEngine(place.folder, place.runAs)
  await initialize(place, engine, wanted.settings.fsync !== 'off')
  const { sure, maybe } = await processesOf(place.cluster)
  // Their server is dead, so they can only end; what they had not committed is lost either way.
  if (late) for (const pid of sure) signal(pid, 'SIGKILL')
  if (sure.length > 0 || (maybe.length > 0 && !late)) {
    return `Processes ${[...sure, ...maybe].join(', ')} of the server before still hold ${place.cluster}`
  }
  await dropStale(place)
  const address = await chooseAddress(place, wanted.transport, last)
  const result = await launch(place, engine, address, wanted.settings)
  if (result.state === 'failed') throw new Error(`PostgreSQL does not start. ${result.detail}`)
  if (result.state === 'busy') return result.detail
  log.debug({ postgres: result.pid, folder: place.cluster }, 'database started')
  return { address, pid: result.pid, adopted: false }
}

/** A zombie, or a stranger with its number, would keep the new server from starting; a free number does not. */
async function dropStale({ cluster }: Place): Promise<void> {
  const left = await readPostmaster(cluster)
  if (!left || process.platform !== 'linux' || !exists(left.pid) || (await isRunning(cluster, left.pid))) return
  const file = join(cluster, 'postmaster.pid')
  const aside = `${file}.${process.pid}`
  await rename(file, aside)
  const moved = await readFile(aside, 'utf8')
  // Another start was faster: this file is its new server's.
  if (Number.parseInt(moved, 10) !== left.pid) await rename(aside, file)
  else await rm(aside)
}

/** Ends it in order: sessions are closed, everything is written. Harder after 15 s. */
export async function stopServer(place: Place, pid: number): Promise<void> {
  for (const [name, seconds] of [
    ['SIGINT', 15],
    ['SIGQUIT', 5],
    ['SIGKILL', 2],
  ] as const) {
    if (!(await isRunning(place.cluster, pid))) return
    signal(pid, name)
    for (let waited = 0; waited < seconds * 1000; waited += 25) {
      if (!(await isRunning(place.cluster, pid))) return
      await wait(25)
    }
  }
}

const silence = (place: Place, postmaster: { pid: number } | null) =>
  `PostgreSQL (process ${postmaster?.pid}) holds ${place.cluster} and does not answer. ` +
  `Stop it with "kill -INT ${postmaster?.pid}" and start again`
