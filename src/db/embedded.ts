import type { Logger } from 'pino'
import { type Transport, urlOf, usualTransport } from './cluster.ts'
import { holdDataFolder } from './hold.ts'
import { choosePlace, type Place, sharedPlace } from './place.ts'
import { ensureRunning, findRunning, type Running, type Wanted } from './running.ts'
import { supervise } from './supervise.ts'
import { isUnavailable } from './unavailable.ts'

/** The embedded PostgreSQL. The url stays the same for as long as this process runs, through restarts of the server. */
export type Embedded = {
  url: string
  /** Where the database's files are. */
  folder: string
  /** They are not in the data folder, which is closed to the database's user. The start says so. */
  moved: boolean
  /** It ran already. */
  adopted: boolean
  pid: () => number
  /** Stops the server, unless this process only visits. Call it last. */
  stop: () => Promise<void>
}

export type EmbeddedOptions = {
  dataDir: string
  log: Logger
  /** Called once if another process took the data folder while the server was down: this one must end. */
  onLost?: (error: Error) => void
  /** Use the server that another process runs, if one does: for the CLI's short work beside a running Upfront. */
  visit?: boolean
  settings?: Record<string, string>
  transport?: Transport
  /** Where databases live whose data folder is closed to the database's user. */
  elsewhere?: string
}

/**
 * Starts the embedded PostgreSQL of a data folder, or adopts the one that a killed process left, and brings it back
 * whenever it dies. Throws `DataFolderInUse` when another process works there.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dataDir, log } = options
  const place = await choosePlace(dataDir, options.elsewhere ?? sharedPlace)
  if (options.visit) {
    const found = await findRunning(place)
    if (typeof found !== 'string')
      return describe(
        place,
        found,
        () => found.pid,
        async () => {},
      )
  }
  const wanted: Wanted = {
    place,
    log,
    transport: options.transport ?? usualTransport,
    settings: options.settings ?? {},
  }
  const { running, hold } = await runAndHold(wanted, dataDir)
  const watch = supervise({ wanted, running, hold, dataDir, onLost: options.onLost ?? (() => {}) })
  return describe(place, running, watch.pid, watch.stop)
}

/** A server may be killed just after it was found or started. */
async function runAndHold(wanted: Wanted, dataDir: string) {
  for (let tries = 1; ; tries++) {
    const running = await ensureRunning(wanted)
    try {
      return { running, hold: await holdDataFolder(urlOf(running.address), dataDir) }
    } catch (error) {
      if (tries === 5 || !isUnavailable(error)) throw error
      wanted.log.warn({ reason: String(error) }, 'the embedded database went away; bringing it back')
    }
  }
}

const describe = (place: Place, running: Running, pid: () => number, stop: () => Promise<void>): Embedded => ({
  url: urlOf(running.address),
  folder: place.folder,
  moved: place.moved,
  adopted: running.adopted,
  pid,
  stop,
})
