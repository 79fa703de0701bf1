import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { acmeFile, acmeTokens } from '../src/test/acme-file.ts'
import { newFolder, removeFolder } from '../src/test/folder.ts'
import { type Spawned, spawnUpfront, stopLeftDatabase } from '../src/test/spawn.ts'

export const token = 'bench-0123456789abcdef'

export type Stage = { upfront: Spawned; dataDir: string; again: () => Promise<Spawned>; end: () => Promise<void> }

/** The real program with the Acme example, on data of its own that is gone at the end. `make`: makes the data folder first. */
export async function setStage(
  change: (text: string) => string = (text) => text,
  more: Record<string, string> = {},
  make: (dataDir: string) => Promise<void> = async () => {},
): Promise<Stage> {
  const folder = await newFolder()
  const dataDir = join(folder, 'data')
  await make(dataDir)
  const env = {
    ...acmeTokens,
    UPFRONT_CONFIG: await acmeFile(folder, change),
    UPFRONT_ADMIN_TOKEN: token,
    LOG_LEVEL: 'warn',
    ...more,
  }
  let upfront = await spawnUpfront({ dataDir, env })
  return {
    get upfront() {
      return upfront
    },
    dataDir,
    again: async () => {
      upfront = await spawnUpfront({ dataDir, env, when: 'listening' })
      return upfront
    },
    end: async () => {
      await upfront.stop()
      await stopLeftDatabase(dataDir)
      await rm(dataDir, { recursive: true, force: true })
      await removeFolder(folder)
    },
  }
}

/** Stops it and starts it again, until it has published what was written into its database. */
export async function restarted(stage: Stage): Promise<void> {
  await stage.upfront.stop()
  await stage.again()
  while (!(await fetch(`${stage.upfront.url}/readyz`)).ok) await new Promise((resolve) => setTimeout(resolve, 100))
}

/** Calls the API; throws what it answers where that is no success. */
export async function api(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json()
}
