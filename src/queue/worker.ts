import { type JobHelpers, Logger, run, runOnce, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Pool } from 'pg'
import type { Base } from '../lib/context.ts'
import { asSystem } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import type { Handler } from './job.ts'

const envelope = z.object({ org: z.string(), input: z.unknown() })

export type RunningWorker = {
  /** Takes no new job, waits for those at work, then resolves. */
  stop(): Promise<void>
  /** Ids under which this process locks jobs, for the heartbeat. */
  ids(): string[]
}

/**
 * Starts to work off the queue. A job is heard of by LISTEN/NOTIFY; `pollSeconds` only finds those whose time came.
 * Several connections' worth of jobs run at once, in this process.
 */
export async function startWorker(
  base: Base,
  pool: Pool,
  handlers: readonly Handler[],
  concurrency = 6,
): Promise<RunningWorker> {
  const ids = new Set<string>()
  const { EventEmitter } = await import('node:events')
  const events: WorkerEvents = new EventEmitter()
  events.on('worker:create', ({ worker }) => ids.add(worker.workerId))
  events.on('worker:release', ({ worker }) => ids.delete(worker.workerId))
  events.on('job:error', ({ job, error }) =>
    base.log.warn(
      { event: 'job_failed', job: job.task_identifier, attempt: job.attempts, reason: String(error) },
      'job failed',
    ),
  )
  const runner = await run(
    {
      pgPool: pool,
      concurrency,
      pollInterval: 1000,
      noHandleSignals: true,
      events,
      logger: quiet(base),
      schema: 'graphile_worker',
    },
    taskList(base, handlers),
  )
  return {
    stop: () => runner.stop(),
    ids: () => [...ids],
  }
}

/** Works off everything that is due, then returns. For tests and for commands that must see their work done. */
export async function drain(base: Base, pool: Pool, handlers: readonly Handler[]) {
  await runOnce(
    { pgPool: pool, noHandleSignals: true, logger: quiet(base), schema: 'graphile_worker' },
    taskList(base, handlers),
  )
}

function taskList(base: Base, handlers: readonly Handler[]): TaskList {
  const tasks: TaskList = {}
  for (const handler of handlers) {
    tasks[handler.job.name] = async (payload: unknown, _helpers: JobHelpers) => {
      const { org, input } = envelope.parse(payload)
      await handler.run(asSystem(base, org, handler.job.name), input)
    }
  }
  return tasks
}

const quiet = (base: Base) =>
  new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') base.log.warn({ event: 'queue' }, message)
  })
