import { type FSWatcher, watch } from 'node:fs'
import { journalFolder, journalState, makeJournal } from './journal.ts'

/**
 * Calls `changed`, which handles its own failures, when something was said or taken back on the machine, and at the start. The folder's own notices make
 * it quick; looking twice a second makes it certain, since not every file system has them.
 */
export async function watchJournal(dataDir: string, changed: () => Promise<void>): Promise<{ stop: () => void }> {
  await makeJournal(dataDir)
  let seen = ''
  let looking = false
  const look = () => void compare()
  async function compare() {
    if (looking) return
    looking = true
    const state = await journalState(dataDir)
    if (state !== seen) await changed()
    seen = state
    looking = false
  }
  const watcher = watching(journalFolder(dataDir), look)
  const timer = setInterval(look, 500).unref()
  look()
  return {
    stop: () => {
      watcher?.close()
      clearInterval(timer)
    },
  }
}

/** Null where the system has no more of them to give: looking is enough. */
function watching(folder: string, look: () => void): FSWatcher | null {
  try {
    const watcher = watch(folder, look)
    return watcher.on('error', () => watcher.close())
  } catch {
    return null
  }
}
