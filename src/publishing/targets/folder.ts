import { access, readdir, readFile, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { encodings } from '../site/entry.ts'
import { fileOf, removeDrafts, syncFolder, writeWhole } from '../site/files.ts'
import { suffix } from '../site/read.ts'
import type { Target } from './target.ts'

/**
 * A folder that another machine serves, laid out as the data folder's `published/`. It must be there: a share that is not
 * mounted is not replaced by a folder on this machine's disk.
 */
export function folderTarget({ root, random }: { root: string; random: (n: number) => Buffer }): Target {
  const sign = join(root, '.upfront', 'here')
  let known = false

  async function present() {
    if (known) await access(sign).catch(() => fail(`${root} is no longer what it was: is it mounted?`))
  }

  async function list() {
    await access(root).catch(() => fail(`${root} is not there, or closed to us`))
    await present()
    await removeDrafts(root)
    await writeWhole(sign, '', random)
    known = true
    const marks = new Map<string, string>()
    for (const one of await readdir(root, { recursive: true, withFileTypes: true })) {
      const file = join(one.parentPath, one.name)
      if (one.isFile()) marks.set(relative(root, file).replaceAll(sep, '/'), await markOf(file))
    }
    return marks
  }

  return {
    name: root,
    kind: 'folder',
    // One that hangs, as network file systems do, must not take all of this process's threads for files.
    atOnce: 1,
    layout: ({ slug }, path) =>
      encodings.map((encoding) => ({ key: `${slug}/${fileOf(path)}${suffix[encoding]}`, encoding })),
    list,
    read: async (key) => {
      await present()
      return readFile(join(root, key)).catch(absent)
    },
    write: async (key, body) => {
      await present()
      const file = join(root, key)
      await writeWhole(file, body, random)
      await syncFolder(dirname(file))
      return markOf(file)
    },
    remove: async (key) => {
      await present()
      await rm(join(root, key), { force: true })
      // What is empty goes with the last of its files; what is not, stays.
      for (let up = dirname(key); up !== '.' && up !== '.upfront'; up = dirname(up))
        if (!(await removed(join(root, up)))) return
    },
  }
}

async function markOf(file: string): Promise<string> {
  const { size, mtimeMs } = await stat(file)
  return `${size}-${Math.floor(mtimeMs)}`
}

const removed = (folder: string) =>
  rmdir(folder).then(
    () => true,
    () => false,
  )

function absent(error: NodeJS.ErrnoException) {
  if (error.code === 'ENOENT') return null
  throw error
}

function fail(reason: string): never {
  throw new Error(reason)
}
