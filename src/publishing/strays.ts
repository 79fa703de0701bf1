import { access, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { folderOf, readDirectory, readLists } from './directory.ts'
import { manifestFile } from './site/manifest.ts'

/**
 * Removes published pages that no list names any more: whoever was killed while a page turned private, moved or went left
 * them to every server that copies the folder. Where a list is lost nothing is touched: it may have named them.
 */
export async function removeStrays(dataDir: string): Promise<void> {
  const { hidden, open } = await readLists(dataDir)
  if (hidden === null || open === null) return
  const known = new Set((await readDirectory(dataDir)).map((page) => folderOf(dataDir, page)))
  const parent = join(dataDir, 'published')
  for (const one of await readdir(parent, { withFileTypes: true }).catch(() => [])) {
    const folder = join(parent, one.name)
    if (!one.isDirectory() || known.has(folder)) continue
    const isPage = await access(join(folder, manifestFile)).then(
      () => true,
      () => false,
    )
    if (isPage) await rm(folder, { recursive: true, force: true })
  }
}
