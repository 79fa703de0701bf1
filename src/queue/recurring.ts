import { setTimeout as wait } from 'node:timers/promises'
import { asSystem, type Base } from '../lib/context.ts'
import type { Recurring } from './job.ts'

/**
 * Runs recurring tasks for every organization, each at its own pace, never two runs of one at once, until stopped. Every
 * process with the role runs them; a task must use guarded updates, so that two at once do no harm.
 */
export function startRecurring(base: Base, tasks: readonly Recurring[]): { stop: () => Promise<void> } {
  const end = new AbortController()
  const loops = tasks.map((task, i) => loop(base, task, i * apart, end.signal))
  return {
    stop: async () => {
      end.abort()
      await Promise.all(loops)
    },
  }
}

/** Milliseconds between the first runs of two tasks: all at once would need a connection each, and would hold up the start. */
const apart = 100

async function loop(base: Base, task: Recurring, first: number, signal: AbortSignal) {
  for (let pause = first; ; pause = task.everySeconds * 1000) {
    await wait(pause, undefined, { signal, ref: false }).catch(() => {})
    if (signal.aborted) return
    await runOnce(base, task)
  }
}

/** One run of a task for every organization, whatever becomes of the others. A failure is logged, and the next run tries again. */
export async function runOnce(base: Base, task: Recurring) {
  const failed = (error: unknown) =>
    base.log.warn(
      { event: 'task_failed', task: task.name, err: error },
      'a recurring task failed; it will be tried again',
    )
  const organizations = await base.db.selectFrom('organizations').select('id').execute().catch(failed)
  for (const { id } of organizations ?? [])
    try {
      await task.run(asSystem(base, id, task.name))
    } catch (error) {
      failed(error)
    }
}
