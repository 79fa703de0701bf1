import type { Stopwatch } from './stopwatch.ts'

/** Work that begins one after the other, and goes on side by side. */
export type Turns = { take<T>(work: () => Promise<T>): Promise<T> }

/**
 * Milliseconds. A message takes a while to write; written in a row they would keep every other page's first one waiting, and
 * whoever reads.
 */
const writesFor = 1

export function turnsWith({ elapsed, breathe }: Stopwatch): Turns {
  let waiting: (() => void)[] = []
  let isAtWork = false
  const work = async () => {
    isAtWork = true
    let breath = elapsed()
    while (waiting.length > 0) {
      const next = waiting
      waiting = []
      for (const begin of next) {
        begin()
        // What it did not do at once it does now.
        await null
        if (elapsed() - breath < writesFor) continue
        await breathe?.()
        breath = elapsed()
      }
    }
    isAtWork = false
  }
  return {
    take: (begin) =>
      new Promise((resolve) => {
        waiting.push(() => resolve(begin()))
        if (!isAtWork) void work()
      }),
  }
}
