import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

/** Another process works on the same data folder. */
export class DataFolderInUse extends Error {}

/** Holding a data folder: `lost` settles when the connection that holds it ends, for whatever reason. */
export type Hold = { lost: Promise<void>; release: () => Promise<void> }

const lockKey = [0x7570, 1]

/**
 * Takes the data folder by an advisory lock, on a connection of its own: it falls with the process, however that ends.
 * Waits up to 2 s for a killed process's connection to close.
 */
export async function holdDataFolder(url: string, dataDir: string): Promise<Hold> {
  const client = new pg.Client({
    connectionString: url,
    application_name: `upfront ${process.pid}`,
    connectionTimeoutMillis: 3000,
  })
  const lost = new Promise<void>((resolve) => {
    client.once('end', () => resolve())
    client.on('error', () => resolve())
  })
  await client.connect()
  for (let waited = 0; ; waited += 50) {
    const { rows } = await client.query('select pg_try_advisory_lock($1, $2) as held', lockKey)
    if (rows[0].held) return { lost, release: () => client.end() }
    if (waited >= 2000) break
    await wait(50)
  }
  const holder = await whoHolds(client)
  await client.end()
  throw new DataFolderInUse(`another Upfront (process ${holder}) already runs on the data folder ${dataDir}`)
}

async function whoHolds(client: pg.Client): Promise<string> {
  const { rows } = await client.query(
    `select application_name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and classid = $1 and objid = $2 and granted`,
    lockKey,
  )
  return String(rows[0]?.application_name ?? 'unknown').replace('upfront ', '')
}
