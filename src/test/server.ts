import { join } from 'node:path'
import { after } from 'node:test'
import { newFolder, removeFolder } from './folder.ts'
import { type Spawn, type Spawned, spawnUpfront, stopLeftDatabase } from './spawn.ts'

export type Upfront = Spawned & { dataDir: string }

export type Start = Omit<Spawn, 'dataDir'> & {
  /** Default: one of its own, gone when the file ends. */
  dataDir?: string
}

/** The real program, started for this test file and gone when it ends: whatever of it still runs is stopped. */
export async function startUpfront(options: Start = {}): Promise<Upfront> {
  const folder = options.dataDir ? null : await newFolder()
  const dataDir = options.dataDir ?? join(folder ?? '', 'data')
  const upfront = await spawnUpfront({ ...options, dataDir })
  after(async () => {
    await upfront.stop()
    if (!options.env?.DATABASE_URL) await stopLeftDatabase(dataDir)
    if (folder) await removeFolder(folder)
  })
  return { ...upfront, dataDir }
}
