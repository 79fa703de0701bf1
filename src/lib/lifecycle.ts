import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'

export type Lifecycle = {
  /** Aborted as soon as the end begins: readiness is false from then on. */
  ending: AbortSignal
  /** Adds a step to the end. The last added goes first, so that what was started first (the database) stops last. */
  atEnd: (name: string, step: () => Promise<unknown>) => void
  /** Ends the process in order. `code` is the exit code if every step comes through, else 1. */
  end: (reason: string, code?: number) => Promise<void>
}

type Options = {
  log: Logger
  /** Longest time for all steps together, in milliseconds. Orchestrators kill after 30 s; 10 s on some. */
  within?: number
  exit?: (code: number) => void
  signals?: Pick<NodeJS.Process, 'on'>
  /** Milliseconds of a clock that only goes forward. */
  clock?: () => number
}

/** One Ctrl-C comes by several ways: from the terminal to the whole process group, and from npm and an older Node before us. */
const sameSignal = 1000

/** Ends the process in order on SIGTERM, SIGINT or SIGHUP. Another signal, a second later or more, ends it at once. */
export function lifecycle(options: Options): Lifecycle {
  const { log, within = 24_000, exit = process.exit, signals = process, clock = () => performance.now() } = options
  let began = 0
  const steps: { name: string; step: () => Promise<unknown> }[] = []
  const ending = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) signals.on(name, () => onSignal(name))
  return { ending: ending.signal, atEnd: (name, step) => void steps.push({ name, step }), end }

  function onSignal(name: string): void {
    if (!ending.signal.aborted) return void end(name)
    if (clock() - began < sameSignal) return
    log.warn({ signal: name }, 'ending at once')
    exit(1)
  }

  async function end(reason: string, code = 0): Promise<void> {
    if (ending.signal.aborted) return
    log.info({ reason }, 'ending')
    began = clock()
    ending.abort()
    const last = performance.now() + within
    let clean = true
    while (steps.length > 0) {
      const next = steps.pop()!
      // A step that hangs leaves half of the time to those after it, however many they are.
      const time = Math.max(1000, (last - performance.now()) / (steps.length > 0 ? 2 : 1))
      clean = (await ended(next.name, next.step, time)) && clean
    }
    exit(clean ? code : code || 1)
  }

  async function ended(name: string, step: () => Promise<unknown>, time: number): Promise<boolean> {
    const over = new AbortController()
    try {
      const late = wait(time, 'late', { signal: over.signal }).catch(() => 'over')
      const result = await Promise.race([step().then(() => 'done'), late])
      if (result === 'done') return true
      log.error({ step: name, ms: time }, 'a step of the end took too long; going on')
      return false
    } catch (error) {
      log.error({ err: error, step: name }, 'a step of the end failed; going on')
      return false
    } finally {
      over.abort()
    }
  }
}
