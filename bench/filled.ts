import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { newWebhookSecret } from '../src/channels/webhook.ts'
import { startEmbedded } from '../src/db/embedded.ts'
import { throwAwaySettings } from '../src/db/settings.ts'
import { masterKey } from '../src/lib/master-key.ts'
import { seal } from '../src/lib/seal.ts'
import { connected } from './crowd.ts'
import { fillReaders } from './readers.ts'
import { setStage } from './stage.ts'

export const secret = 'bench-0123456789abcdef0123456789abcdef'
/** Where the endpoints of the readers by webhook are: on so many loopback addresses. */
export const hooks = { port: 18_790, hosts: Array.from({ length: 64 }, (_, i) => `127.0.1.${i + 1}`) }

/** The Acme example without the readers that its file has. */
export const withoutReaders = (file: string) => file.replace(/^subscribers:[\s\S]*$/m, '')

/**
 * Makes the data folder of a stage: a copy of one whose page has `count` readers. They are written once for all benchmarks
 * that keep what they filled in the same folder.
 */
export const filledWith = (kept: string, count: number) => async (dataDir: string) => {
  await copy(await fillOnce(kept, count), dataDir)
}

/** Writes them if they are not there yet; the folder. */
export async function fillOnce(kept: string, count: number): Promise<string> {
  const folder = join(kept, `readers-${count}`)
  if (!existsSync(folder)) await fill(folder, count)
  return folder
}

async function fill(folder: string, count: number): Promise<void> {
  const half = `${folder}.half`
  await rm(half, { recursive: true, force: true })
  await mkdir(dirname(folder), { recursive: true })
  await chmod(dirname(folder), 0o711)
  const stage = await setStage(withoutReaders, { UPFRONT_SECRET: secret })
  try {
    await stage.upfront.stop()
    const database = await startEmbedded({ dataDir: stage.dataDir, log: pino({ level: 'silent' }), settings })
    try {
      const client = await connected(database.url)
      await fillReaders(client, 'acme', count, await targets())
      await client.query('checkpoint')
      await client.end()
    } finally {
      await database.stop()
    }
    await copy(stage.dataDir, half)
    await rename(half, folder)
  } finally {
    await stage.end()
  }
}

/** The program's own are for a small memory, and wait for the disk. */
const settings = {
  ...throwAwaySettings,
  ...{ shared_buffers: '1GB', maintenance_work_mem: '512MB', work_mem: '64MB', max_wal_size: '8GB', autovacuum: 'off' },
}

async function targets() {
  const key = await masterKey(secret, '')
  return hooks.hosts.map((name) => {
    const host = `${name}:${hooks.port}`
    const target = { url: `http://${host}/big`, secret: newWebhookSecret(randomBytes), format: 'upfront' }
    return { host, target: seal(key, randomBytes, JSON.stringify(target)) }
  })
}

/** With its owners: PostgreSQL's files are another user's where root runs this. */
const copy = (from: string, to: string) => promisify(execFile)('cp', ['-a', '--reflink=auto', from, to])
