import { setImmediate, setTimeout } from 'node:timers/promises'

/** Milliseconds that pass, whatever the time of day is. */
export type Stopwatch = {
  elapsed(): number
  /** Ends early, without an error, where the signal says so. */
  wait(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** Lets whatever else this process has to do have its turn. */
  breathe?(): Promise<void>
}

export const ownStopwatch: Stopwatch = {
  elapsed: () => performance.now(),
  wait: (milliseconds, signal) => setTimeout(milliseconds, undefined, signal && { signal }).catch(() => {}),
  breathe: () => setImmediate(),
}
