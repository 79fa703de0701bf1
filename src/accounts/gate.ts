import { TooMany } from '../lib/errors.ts'

export type Gate = <T>(work: () => Promise<T>) => Promise<T>

/** Runs at most `most` works at once; the others wait in order. Throws TooMany when `mostWaiting` wait already. */
export function gate(most: number, mostWaiting: number): Gate {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running < most) running++
    else if (waiting.length < mostWaiting) await new Promise<void>((resume) => waiting.push(resume))
    else throw new TooMany('Too many people sign in at this moment. Try again soon.', 5)
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
