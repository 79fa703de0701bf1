import { hkdfSync, randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDataFolder } from './data-folder.ts'

/**
 * The installation's master key, 32 bytes: from UPFRONT_SECRET, else from the data folder's file `secret`, which is
 * made on the first start, for its owner alone (mode 0600).
 */
export async function masterKey(given: string | null, dataDir: string): Promise<Buffer> {
  const secret = given ?? (await keptSecret(dataDir))
  return Buffer.from(hkdfSync('sha256', secret, '', 'upfront master key', 32))
}

async function keptSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, 'secret')
  await makeDataFolder(dataDir)
  const there = await read(path)
  if (there) return there
  // Written whole, then linked: two starts at once end up with one secret, and a killed one leaves no half.
  const half = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(half, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true })
  await link(half, path).catch((error) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(half)
  const made = await read(path)
  if (!made) throw new Error(`${path} is empty: restore it, or remove it if nothing was encrypted with it yet`)
  return made
}

async function read(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  return text.trim() || null
}
