import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { isUnavailable } from './unavailable.ts'

type Persistence = {
  log: Logger
  /** No further try once this is aborted. */
  ending: AbortSignal
  /** Failures after which trying again is pointless. Default: all but those of a database that cannot be reached. */
  unless?: (error: unknown) => boolean
}

/** Does the work, again and again while the database cannot be reached. It may have been done in part before. */
export async function persist<T>(work: () => Promise<T>, { log, ending, unless }: Persistence): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (ending.aborted || (unless ? unless(error) : !isUnavailable(error))) throw error
      log.error(
        { event: 'database_unreachable', reason: String(error) },
        'the database cannot be reached; trying again',
      )
      await wait(Math.min(5000, 200 * 2 ** tries), undefined, { signal: ending }).catch(() => {})
    }
  }
}
