import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { choosePlace } from '../db/place.ts'
import { readPostmaster, signal } from '../db/postmaster.ts'
import { acmeFile, acmeTokens } from '../test/acme-file.ts'
import { newFolder, removeFolder } from '../test/folder.ts'
import { seededRandom } from '../test/random.ts'
import { type Spawned, spawnUpfront, stopLeftDatabase } from '../test/spawn.ts'
import { until } from '../test/until.ts'

export type Print = (line: string) => void

/** `kills` of our process or its database at moments that the seed decides. */
export type Torture = { kills: number; seed: string; print: Print }

export const token = 'torture-0123456789abcdef'

export type Victim = {
  url: () => string
  /** kill -9 of the process, then a start. Resolves when it is ready again. */
  killProgram: () => Promise<void>
  /** kill -9 of PostgreSQL; the program lives and brings it back. */
  killDatabase: () => Promise<void>
  end: () => Promise<void>
}

/** The real program on data of its own. */
export async function victim(
  env: Record<string, string>,
  change: (text: string) => string = (text) => text,
): Promise<Victim> {
  const folder = await newFolder()
  const dataDir = join(folder, 'data')
  const given = { ...acmeTokens, UPFRONT_CONFIG: await acmeFile(folder, change), UPFRONT_ADMIN_TOKEN: token, ...env }
  // Thousands of subscribers in the file take their time when they are written for the first time.
  const start = () => spawnUpfront({ dataDir, env: given, within: 300_000 })
  let upfront: Spawned = await start()
  return {
    url: () => upfront.url,
    killProgram: async () => {
      await upfront.kill()
      upfront = await start()
    },
    killDatabase: async () => {
      const left = await readPostmaster((await choosePlace(dataDir)).cluster)
      if (left) signal(left.pid, 'SIGKILL')
      await until(async () => (await fetch(`${upfront.url}/readyz`).catch(() => null))?.ok === true, 30_000)
    },
    end: async () => {
      await upfront.stop()
      await stopLeftDatabase(dataDir)
      await removeFolder(folder)
    },
  }
}

/** Moments and choices that are the same for the same seed. */
export function dice(seed: string) {
  const random = seededRandom(seed)
  const between = (least: number, most: number) => least + (random(4).readUInt32BE() % (most - least + 1))
  return { between, pause: (least: number, most: number) => wait(between(least, most)) }
}

/** Every row of a list of the API, page by page. */
export async function everything<Row>(url: string, path: string): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const address: string = `${url}/api/v1/${path}?limit=100${cursor ? `&cursor=${cursor}` : ''}`
    const response: Response = await fetch(address, { headers: { authorization: `Bearer ${token}` } })
    if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`)
    const page = (await response.json()) as { items: Row[]; nextCursor: string | null }
    rows.push(...page.items)
    cursor = page.nextCursor
  } while (cursor)
  return rows
}
