import type { WorkerEvents } from 'graphile-worker'

/**
 * Whoever looks for a job holds all queues that are free for that moment (get_job of graphile-worker 0.18 locks them, skipping
 * what is locked), and who looks at the same moment finds nothing in them and would wait for the next poll. All are told of
 * a new job at once: who finds nothing then looks again in a moment, and once more.
 */
export function lookAgain(events: WorkerEvents): void {
  const gone = new WeakSet<object>()
  let heard = Number.NEGATIVE_INFINITY
  let left: number[] = []
  events.on('worker:release', ({ worker }) => void gone.add(worker))
  events.on('pool:listen:notification', () => {
    heard = performance.now()
    left = [...moments]
  })
  events.on('worker:getJob:empty', ({ worker }) => {
    const moment = performance.now() - heard < recently ? left.shift() : undefined
    if (moment === undefined) return
    setTimeout(() => {
      if (!gone.has(worker)) worker.nudge()
    }, moment).unref()
  })
}

/** Milliseconds. */
const moments = [10, 40]
const recently = 500
