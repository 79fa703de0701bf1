import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import { addressOf, urlOf } from '../db/cluster.ts'
import { connect } from '../db/connect.ts'
import { choosePlace } from '../db/place.ts'
import { isRunning, readPostmaster, signal } from '../db/postmaster.ts'
import { asSystem, type Context } from '../lib/context.ts'
import { OutboundRefused } from '../lib/outbound.ts'
import { acmeFile, acmeTokens } from '../test/acme-file.ts'
import { newFolder, removeFolder } from '../test/folder.ts'
import { seededRandom } from '../test/random.ts'
import { beginUpfront, type Spawned, type Starting, stopLeftDatabase } from '../test/spawn.ts'
import { until } from '../test/until.ts'

export type Print = (line: string) => void

/** `kills` of our process or its database at moments that the seed decides. */
export type Torture = { kills: number; seed: string; print: Print }

export const token = 'torture-0123456789abcdef'

/** Longest wait for anything that must come, however slow the machine is. Milliseconds. */
export const patience = 300_000

export type Victim = {
  dataDir: string
  url: () => string
  /** SIGKILLs so far. */
  kills: () => number
  /** Aborted when the victim is no more. */
  gone: AbortSignal
  /** Begins a start and comes back at once; `up` when it is ready. */
  begin: () => void
  up: () => Promise<void>
  /** Until a program that lives says that it is ready. */
  ready: () => Promise<void>
  killProgram: () => Promise<void>
  /** kill -9 of PostgreSQL, where it runs. */
  killDatabase: () => Promise<void>
  /** The process of PostgreSQL; null where none runs. */
  database: () => Promise<number | null>
  /** Looks into the database, past the program. */
  look: <T>(work: (ctx: Context) => Promise<T>) => Promise<T>
  end: () => Promise<void>
}

/** The real program on data of its own, not started yet. */
export async function victim(env: Record<string, string>, change: (text: string) => string): Promise<Victim> {
  const folder = await newFolder()
  const dataDir = join(folder, 'data')
  const given = { ...acmeTokens, UPFRONT_CONFIG: await acmeFile(folder, change), UPFRONT_ADMIN_TOKEN: token, ...env }
  const over = new AbortController()
  let starting: Starting | null = null
  let upfront: Spawned | null = null
  let kills = 0
  const url = () => upfront?.url ?? 'http://127.0.0.1:9'
  const database = async () => {
    const { cluster } = await choosePlace(dataDir)
    const found = await readPostmaster(cluster)
    return found && (await isRunning(cluster, found.pid)) ? found.pid : null
  }
  return {
    dataDir,
    url,
    kills: () => kills,
    gone: over.signal,
    begin: () => {
      // Thousands of subscribers in the file take their time when they are written for the first time.
      starting = beginUpfront({ dataDir, env: given, within: patience })
    },
    up: async () => {
      upfront = (await starting?.up()) ?? null
    },
    ready: () =>
      until(async () => (await fetch(`${url()}/readyz`).catch(() => null))?.ok === true, patience).then(() => {}),
    killProgram: async () => {
      kills++
      await starting?.kill()
    },
    killDatabase: async () => {
      const pid = await database()
      if (pid === null) return
      kills++
      signal(pid, 'SIGKILL')
    },
    database,
    look: (work) => lookInto(dataDir, work),
    end: async () => {
      over.abort()
      await upfront?.stop()
      await starting?.kill()
      await stopLeftDatabase(dataDir)
      await removeFolder(folder)
    },
  }
}

async function lookInto<T>(dataDir: string, work: (ctx: Context) => Promise<T>): Promise<T> {
  const address = await addressOf(await choosePlace(dataDir))
  if (!address) throw new Error(`no database runs in ${dataDir}`)
  const log = pino({ level: 'silent' })
  const connection = connect(urlOf(address), { log, max: 1, statementTimeout: patience, name: 'torture' })
  try {
    const { id } = await connection.db.selectFrom('organizations').select('id').executeTakeFirstOrThrow()
    const http = async () => {
      throw new OutboundRefused('a look goes nowhere')
    }
    const dns = { txt: async () => [], cname: async () => [] }
    const settings = { url: '', secret: Buffer.alloc(32), mailFrom: null }
    const base = { db: connection.db, now: () => new Date(), random: randomBytes, http, dns, log, settings }
    return await work(asSystem(base, id, 'torture'))
  } finally {
    await connection.end()
  }
}

export type Dice = ReturnType<typeof dice>

/** Moments and choices that are the same for the same seed. */
export function dice(seed: string) {
  const random = seededRandom(seed)
  const between = (least: number, most: number) => least + (random(4).readUInt32BE() % (most - least + 1))
  return { between, pause: (least: number, most: number) => wait(between(least, most)) }
}
