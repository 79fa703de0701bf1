import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Where a document's path lies below the page's folder: a plain web server can serve that folder as it is. */
export function fileOf(path: string): string {
  if (!/^\/([a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*)?$/i.test(path) || path.includes('..')) {
    throw new Error(`not a path that can be published: ${path}`)
  }
  if (path === '/') return 'index.html'
  return /\.(json|xml|txt|rss|atom|ics|svg|css|js|png|webp|woff2|woff)$/.test(path)
    ? path.slice(1)
    : `${path.slice(1)}.html`
}

/** Writes a file so that a reader, and the next start after a power cut, finds the old or the new one whole. */
export async function writeWhole(file: string, body: Buffer | string, random: (n: number) => Buffer, sync = true) {
  await mkdir(dirname(file), { recursive: true })
  const draft = join(dirname(file), `.${basename(file)}.${random(6).toString('hex')}.tmp`)
  try {
    const handle = await open(draft, 'wx', 0o644)
    try {
      await handle.writeFile(body)
      if (sync) await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** Makes renames in a folder last. Windows cannot open folders, and needs no such call. */
export async function syncFolder(folder: string) {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Removes what an interrupted write left. */
export async function removeDrafts(folder: string) {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  for (const name of names) if (name.endsWith('.tmp')) await rm(join(folder, name), { force: true })
}
