import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { pageChanged } from '../events/record.ts'
import type { Base } from '../lib/context.ts'

/** `attempt` looks at once. */
export type Listener = { attempt: () => Promise<void>; stop: () => Promise<void> }

/**
 * Calls `changed` whenever a page is said to have changed, after every (re)connection, and every few seconds for what no
 * notification reached: a lost connection delays a publication, it never loses one.
 */
export function listenForChanges(url: string, base: Base, changed: () => Promise<void>): Listener {
  const end = new AbortController()
  const attempt = () =>
    changed().catch((error) =>
      base.log.warn({ event: 'publish_failed', err: error }, 'publishing failed; it will be tried again'),
    )
  const timer = setInterval(attempt, 5000).unref()
  let client: pg.Client | null = null
  const loop = (async () => {
    while (!end.signal.aborted) {
      const lost = Promise.withResolvers<void>()
      client = new pg.Client({
        connectionString: url,
        application_name: 'upfront publisher',
        connectionTimeoutMillis: 3000,
        keepAlive: true,
      })
      client.on('error', () => lost.resolve())
      client.on('end', () => lost.resolve())
      client.on('notification', () => void attempt())
      try {
        await client.connect()
        await client.query(`listen ${pageChanged}`)
        await attempt()
        await lost.promise
      } catch (error) {
        base.log.warn({ event: 'listen_failed', reason: String(error) }, 'cannot hear of changes; trying again')
      }
      await client.end().catch(() => {})
      await wait(500, undefined, { signal: end.signal }).catch(() => {})
    }
  })()
  return {
    attempt,
    stop: async () => {
      end.abort()
      clearInterval(timer)
      await client?.end().catch(() => {})
      await loop
    },
  }
}
