import type { Logger } from 'pino'
import { startEmbedded } from './embedded.ts'

export type OpenDatabase = {
  url: string
  /** Where the embedded database's files are; null for an external one. */
  folder: string | null
  /** The embedded database is not in the data folder, which is closed to its user. */
  moved: boolean
  /** Stops the embedded server if this process runs it. Call it last. */
  stop: () => Promise<void>
}

type Wanted = {
  databaseUrl: string | null
  dataDir: string
  log: Logger
  /** A short visit beside a running Upfront, such as the CLI's: uses its embedded server instead of refusing. */
  visit?: boolean
  /** Another process took the data folder: end. */
  onLost?: (error: Error) => void
}

/** The database that the configuration names: the external one, else the embedded one, started. */
export async function openDatabase(wanted: Wanted): Promise<OpenDatabase> {
  if (wanted.databaseUrl) return { url: wanted.databaseUrl, folder: null, moved: false, stop: async () => {} }
  const { url, folder, moved, stop } = await startEmbedded(wanted)
  return { url, folder, moved, stop }
}
