import { join } from 'node:path'
import { after } from 'node:test'
import { newDatabase } from './database.ts'
import { newFolder, removeFolder } from './folder.ts'
import { type Spawn, type Spawned, spawnUpfront, stopLeftDatabase } from './spawn.ts'

export type Upfront = Spawned & { dataDir: string; databaseUrl: string | null }

export type Start = Omit<Spawn, 'dataDir'> & {
  /** Default: one of its own, gone when the file ends. */
  dataDir?: string
  /**
   * On a database of the tests' server that has every migration, for tests that are not about the start: the program's own
   * takes a second more of the processor to make.
   */
  onTestServer?: boolean
}

/** The real program, started for this test file and gone when it ends: whatever of it still runs is stopped. */
export async function startUpfront({ onTestServer = false, ...options }: Start = {}): Promise<Upfront> {
  const folder = options.dataDir ? null : await newFolder()
  const dataDir = options.dataDir ?? join(folder ?? '', 'data')
  const database = onTestServer ? await newDatabase() : null
  const env = database ? { ...options.env, DATABASE_URL: database.url } : options.env
  const upfront = await spawnUpfront({ ...options, ...(env && { env }), dataDir })
  after(async () => {
    await upfront.stop()
    if (!env?.DATABASE_URL) await stopLeftDatabase(dataDir)
    await database?.drop()
    if (folder) await removeFolder(folder)
  })
  return { ...upfront, dataDir, databaseUrl: env?.DATABASE_URL ?? null }
}
