import { TooMany } from './errors.ts'

/** `whose`: who asks, where some could ask for more than all the others. */
export type Gate = <T>(work: () => Promise<T>, whose?: string) => Promise<T>

type GateOptions = {
  /** Works that run at once. */
  most: number
  /** Works that may wait for one of them, half of them for the same asker; TooMany for whoever comes then. */
  mostWaiting: number
  /** What that one is told. */
  full: string
  /** And when to come again, in seconds. */
  retryAfter: number
}

/** Runs so many works at once; the others wait, each asker's in their order, and one asker's turn follows another's. */
export function gate({ most, mostWaiting, full, retryAfter }: GateOptions): Gate {
  const waiting = new Map<string, (() => void)[]>()
  let [running, count] = [0, 0]
  const wait = (whose: string) => {
    const own = waiting.get(whose) ?? []
    const isGreedy = whose !== '' && own.length >= Math.ceil(mostWaiting / 2)
    if (count >= mostWaiting || isGreedy) throw new TooMany(full, retryAfter)
    count++
    return new Promise<void>((resume) => waiting.set(whose, [...own, resume]))
  }
  const next = () => {
    const [whose, own] = waiting.entries().next().value ?? []
    if (whose === undefined || !own) return null
    const [first, ...rest] = own
    waiting.delete(whose)
    if (rest.length > 0) waiting.set(whose, rest)
    count--
    return first ?? null
  }
  return async (work, whose = '') => {
    if (running < most) running++
    else await wait(whose)
    try {
      return await work()
    } finally {
      const resume = next()
      if (resume) resume()
      else running--
    }
  }
}
