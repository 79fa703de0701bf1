import { LRUCache } from 'lru-cache'
import { type Entry, weightOf } from './entry.ts'

/** What all pages of a process keep in memory, bounded: a page that nobody has asked for lately is put away. */
export type Memory = {
  /** Cold documents of all pages, by folder and path. */
  cache: LRUCache<string, Entry>
  /** A page has these hot documents in memory now. */
  hold: (page: InMemory, entries: Iterable<Entry>) => void
}

export type InMemory = {
  /** Whether somebody asked since the last call. */
  wasAsked: () => boolean
  /** Lets go of what is in memory; false where that cannot be now. */
  putAway: () => boolean
}

/** Bytes, as `weightOf` counts them. */
export function createMemory({ hot = 96 * 2 ** 20, cold = 32 * 2 ** 20 } = {}): Memory {
  const pages = new Map<InMemory, number>()
  let held = 0

  function release(page: InMemory) {
    held -= pages.get(page) ?? 0
    pages.delete(page)
  }

  return {
    cache: new LRUCache({ maxSize: cold, sizeCalculation: weightOf }),
    hold: (page, entries) => {
      release(page)
      const weight = [...entries].reduce((sum, entry) => sum + weightOf(entry), 0)
      pages.set(page, weight)
      held += weight
      // The clock: who was asked for since the last round gets another one. The newest stays in any case.
      for (let left = 2 * pages.size; held > hot && left > 0; left--) {
        const [oldest, its] = pages.entries().next().value!
        if (oldest !== page && !oldest.wasAsked() && oldest.putAway()) release(oldest)
        else {
          pages.delete(oldest)
          pages.set(oldest, its)
        }
      }
    },
  }
}
