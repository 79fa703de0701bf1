import { mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder, writeWhole } from '../publishing/site/files.ts'
import { Said } from './entry.ts'

/**
 * Where an entry lies says what has become of it; it moves by renames, which happen or do not. `taking`: on its way into
 * the database, perhaps there already.
 */
const places = {
  waiting: 'said',
  taking: 'said/taking',
  taken: 'said/taken',
  refused: 'said/refused',
  'taken back': 'said/taken-back',
} as const
export type Place = keyof typeof places

export const journalFolder = (dataDir: string) => join(dataDir, places.waiting)

/** Writes an entry so that neither a kill nor a power cut leaves half of it. */
export async function writeSaid(dataDir: string, said: Said, random: (n: number) => Buffer) {
  await makeJournal(dataDir)
  const file = fileOf(dataDir, 'waiting', said.id)
  await writeWhole(file, `${JSON.stringify(said, null, 2)}\n`, random)
  await syncFolder(dirname(file))
}

/** Entries that the database does not have for certain, in the order in which they were said. What cannot be read is left out. */
export async function waitingSaid(dataDir: string): Promise<Said[]> {
  const both = await Promise.all([readPlace(dataDir, 'waiting'), readPlace(dataDir, 'taking')])
  // One that moves between the two readings is seen twice.
  const byId = new Map(both.flat().map((said) => [said.id, said]))
  return [...byId.values()].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
}

export async function readPlace(dataDir: string, place: Place): Promise<Said[]> {
  const folder = join(dataDir, places[place])
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^[a-z0-9]{12}\.json$/.test(name))
  const read = names.map(async (name) => {
    const text = await readFile(join(folder, name), 'utf8').catch(() => 'null')
    const parsed = Said.safeParse(parse(text))
    return parsed.success ? [parsed.data] : []
  })
  return (await Promise.all(read)).flat()
}

/** Names of the files in the places that readers see: when they change, there is something to do. */
export async function journalState(dataDir: string): Promise<string> {
  const names = [places.waiting, places.taking].map((place) => readdir(join(dataDir, place)).catch(() => []))
  return (await Promise.all(names)).flat().sort().join()
}

/** False where it is not there (any more): somebody else was first. */
export async function moveSaid(dataDir: string, id: string, from: Place, to: Place): Promise<boolean> {
  await makeJournal(dataDir)
  try {
    await rename(fileOf(dataDir, from, id), fileOf(dataDir, to, id))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
  await syncFolder(join(dataDir, places[to]))
  await syncFolder(join(dataDir, places[from]))
  return true
}

/** Where an entry is; null where there is none of that id. */
export async function placeOfSaid(dataDir: string, id: string): Promise<Place | null> {
  for (const place of Object.keys(places) as Place[])
    if ((await readPlace(dataDir, place)).some((said) => said.id === id)) return place
  return null
}

export async function makeJournal(dataDir: string) {
  const folders = Object.values(places).map((place) => join(dataDir, place))
  for (const folder of folders) await mkdir(folder, { recursive: true, mode: 0o700 })
}

const fileOf = (dataDir: string, place: Place, id: string) => join(dataDir, places[place], `${id}.json`)

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
