import { TooMany } from './errors.ts'

export type Gate = <T>(work: () => Promise<T>) => Promise<T>

type GateOptions = {
  /** Works that run at once. */
  most: number
  /** Works that may wait for one of them; TooMany for whoever comes then. */
  mostWaiting: number
  /** What that one is told. */
  full: string
  /** And when to come again, in seconds. */
  retryAfter: number
}

/** Runs so many works at once; the others wait in order. */
export function gate({ most, mostWaiting, full, retryAfter }: GateOptions): Gate {
  const waiting: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running < most) running++
    else if (waiting.length < mostWaiting) await new Promise<void>((resume) => waiting.push(resume))
    else throw new TooMany(full, retryAfter)
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
