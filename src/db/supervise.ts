import { rm } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { urlOf } from './cluster.ts'
import { DataFolderInUse, type Hold, holdDataFolder } from './hold.ts'
import { ensureRunning, type Running, stopServer, type Wanted } from './running.ts'

type Supervised = {
  wanted: Wanted
  running: Running
  hold: Hold
  dataDir: string
  onLost: (error: Error) => void
}

/**
 * Brings the server back whenever the connection that holds the data folder ends: at once, then after 0.1 s, doubling
 * to 5 s, for as long as this process lives.
 */
export function supervise(first: Supervised): { pid: () => number; stop: () => Promise<void> } {
  const { wanted, dataDir, onLost } = first
  const stopping = new AbortController()
  let { running, hold } = first

  const watching = watch()
  return { pid: () => running.pid, stop }

  async function watch(): Promise<void> {
    for (;;) {
      await hold.lost
      if (stopping.signal.aborted) return
      wanted.log.warn({ postgres: running.pid }, 'the embedded database went away; bringing it back')
      if (!(await bringBack())) return
      wanted.log.info({ postgres: running.pid }, 'the embedded database is back')
    }
  }

  async function bringBack(): Promise<boolean> {
    for (let pause = 100; !stopping.signal.aborted; pause = Math.min(pause * 2, 5000)) {
      try {
        running = await ensureRunning(wanted, running.address)
        hold = await holdDataFolder(urlOf(running.address), dataDir)
        // Stopped meanwhile: nobody else knows of this one.
        if (stopping.signal.aborted) await hold.release().catch(() => {})
        return true
      } catch (error) {
        if (error instanceof DataFolderInUse) {
          onLost(error)
          return false
        }
        wanted.log.error({ err: error, retryInMs: pause }, 'the embedded database does not come back')
      }
      await wait(pause, undefined, { signal: stopping.signal }).catch(() => {})
    }
    return false
  }

  async function stop(): Promise<void> {
    if (stopping.signal.aborted) return
    stopping.abort()
    await hold.release().catch(() => {})
    await watching
    await stopServer(wanted.place, running.pid)
    if ('socketFolder' in running.address) await rm(running.address.socketFolder, { recursive: true, force: true })
  }
}
