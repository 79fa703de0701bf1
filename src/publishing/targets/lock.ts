import pg from 'pg'

/** `away`: the database cannot be asked. */
export type Held = 'held' | 'other' | 'away'

export type Lock = { take: () => Promise<Held>; release: () => Promise<void> }

/**
 * One writer for one target among all processes on a database: a lock that ends with its connection, so that a killed
 * process holds up nobody.
 */
export function targetLock(databaseUrl: string, name: string): Lock {
  let client: pg.Client | null = null
  let held = false

  async function connected(): Promise<pg.Client> {
    if (client) return client
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'upfront target',
      connectionTimeoutMillis: 3000,
      query_timeout: 3000,
      keepAlive: true,
    })
    const lost = () => {
      if (client === fresh) client = null
      held = false
    }
    fresh.on('error', lost)
    fresh.on('end', lost)
    await fresh.connect()
    client = fresh
    return fresh
  }

  return {
    take: async () => {
      try {
        const one = await connected()
        if (held) return 'held'
        const { rows } = await one.query('select pg_try_advisory_lock(hashtextextended($1, 18)) as got', [name])
        held = rows[0]?.got === true && client === one
        return held ? 'held' : 'other'
      } catch {
        await client?.end().catch(() => {})
        client = null
        held = false
        return 'away'
      }
    },
    release: async () => {
      await client?.end().catch(() => {})
      client = null
      held = false
    },
  }
}
