import { join } from 'node:path'
import { after } from 'node:test'
import { pino } from 'pino'
import { urlOf, usualTransport } from '../db/cluster.ts'
import { choosePlace } from '../db/place.ts'
import { signal } from '../db/postmaster.ts'
import { ensureRunning, stopServer } from '../db/running.ts'
import { throwAwaySettings } from '../db/settings.ts'
import { newFolder, removeFolder } from './folder.ts'
import { processTree } from './process-tree.ts'

export type OwnPostgres = {
  url: string
  /** Ends it at once, as an administrator does in a hurry; then its address refuses. */
  stop: () => Promise<void>
  /** Starts it again at the same address. */
  start: () => Promise<void>
  /** Its processes stand still: its address takes connections and answers nothing. */
  freeze: () => Promise<void>
  thaw: () => Promise<void>
}

/** A PostgreSQL of this test file's own that nobody brings back, as an operator's would be. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const folder = await newFolder()
  const place = await choosePlace(join(folder, 'data'))
  const wanted = { place, transport: usualTransport, settings: throwAwaySettings, log: pino({ level: 'silent' }) }
  let { pid, address } = await ensureRunning(wanted)
  const stop = () => stopServer(place, pid)
  const toAll = async (name: NodeJS.Signals) => {
    for (const one of await processTree(pid)) signal(one, name)
  }
  after(async () => {
    await toAll('SIGCONT')
    await stop()
    if ('socketFolder' in address) await removeFolder(address.socketFolder)
    await removeFolder(folder)
  })
  return {
    url: urlOf(address),
    stop,
    start: async () => {
      ;({ pid, address } = await ensureRunning(wanted, address))
    },
    freeze: () => toAll('SIGSTOP'),
    thaw: () => toAll('SIGCONT'),
  }
}
