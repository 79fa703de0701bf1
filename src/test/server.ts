import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { type Spawn, type Spawned, spawnUpfront, stopLeftDatabase } from './spawn.ts'

export type Upfront = Spawned & { dataDir: string }

export type Start = Omit<Spawn, 'dataDir'> & {
  /** Default: one of its own, gone when the file ends. */
  dataDir?: string
}

/** The real program, started for this test file and gone when it ends: whatever of it still runs is stopped. */
export async function startUpfront(options: Start = {}): Promise<Upfront> {
  const folder = options.dataDir ? null : await mkdtemp(join(tmpdir(), 'upfront-test-'))
  // The database's user must pass through it.
  if (folder) await chmod(folder, 0o711)
  const dataDir = options.dataDir ?? join(folder ?? '', 'data')
  const upfront = await spawnUpfront({ ...options, dataDir })
  after(async () => {
    await upfront.stop()
    if (!options.env?.DATABASE_URL) await stopLeftDatabase(dataDir)
    if (folder) await rm(folder, { recursive: true, force: true })
  })
  return { ...upfront, dataDir }
}
