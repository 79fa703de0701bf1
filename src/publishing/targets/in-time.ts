import { setTimeout as wait } from 'node:timers/promises'
import type { Target } from './target.ts'

const longest = 15_000

/**
 * The same target, giving up on what takes too long: a network file system can hang for ever. While a call that was given
 * up still hangs, further ones are refused at once, so that they do not pile up.
 */
export function inTime(target: Target, milliseconds = longest): Target {
  let hanging = 0
  async function limited<T>(work: () => Promise<T>, most = milliseconds): Promise<T> {
    if (hanging > 0) throw new Error(`${target.name} does not answer`)
    const call = work()
    const end = new AbortController()
    const late = wait(most, undefined, { signal: end.signal, ref: false }).then(
      () => 'late' as const,
      () => 'late' as const,
    )
    try {
      const first = await Promise.race([call.then((value) => ({ value })), late])
      if (first !== 'late') return first.value
      hanging++
      void call.catch(() => {}).finally(() => hanging--)
      throw new Error(`${target.name} took longer than ${most / 1000} s`)
    } finally {
      end.abort()
    }
  }
  return {
    ...target,
    // Thousands of files take their time.
    list: () => limited(target.list, 20 * milliseconds),
    read: (key) => limited(() => target.read(key)),
    write: (key, body, about) => limited(() => target.write(key, body, about)),
    remove: (key) => limited(() => target.remove(key)),
  }
}
