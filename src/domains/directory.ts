import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Base } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { writeWhole } from '../publishing/site/files.ts'
import { Named, type Names, namesOf, readNames } from './names.ts'

export type NameDirectory = {
  names: () => Names
  /** Reads them anew. */
  refresh: () => Promise<void>
}

/** Keeps the host names of all pages in memory, and beside the published pages for a start without the database. */
export async function openNames(base: Base, dataDir: string, elsewhere: readonly string[]): Promise<NameDirectory> {
  const folder = join(dataDir, 'names')
  const file = join(folder, 'names.json')
  let kept = await readKept(file)
  let names = namesOf(kept, base.settings, elsewhere)
  return {
    names: () => names,
    refresh: async () => {
      const read = await readNames(base)
      if (JSON.stringify(read) === JSON.stringify(kept)) return
      kept = read
      names = namesOf(kept, base.settings, elsewhere)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeWhole(file, JSON.stringify(kept), base.random)
    },
  }
}

async function readKept(file: string): Promise<Named[]> {
  try {
    return z.array(Named).parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return []
  }
}
