import type { Base } from '../lib/context.ts'
import type { Lifecycle } from '../lib/lifecycle.ts'
import { createMissedSearches } from './count.ts'

const everyMs = 30_000

/** Counts searches without a result and writes them twice a minute, and at the end of the process. */
export function followSearches(base: Base, life: Lifecycle): (slug: string, query: string) => void {
  const { missed, flush } = createMissedSearches(base)
  const write = () =>
    flush().catch((error) => base.log.warn({ event: 'searches_not_counted', err: error }, 'searches are written later'))
  const timer = setInterval(write, everyMs).unref()
  life.atEnd('searches', async () => {
    clearInterval(timer)
    await write()
  })
  return missed
}
