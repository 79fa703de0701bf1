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
  // Jobs are locked in the name of the pool, not of its workers.
  events.on('pool:create', ({ workerPool }) => ids.add(workerPool.id))
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
  const names = handlers.map((handler) => handler.job.name)
  do
    await runOnce(
      { pgPool: pool, noHandleSignals: true, logger: quiet(base), schema: 'graphile_worker' },
      taskList(base, handlers),
    )
  while (await isAnyDue(pool, names))
}

/** A job that was added by the last one of its queue may be passed over, since the queue is freed a moment later. */
async function isAnyDue(pool: Pool, names: readonly string[]): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select 1 from graphile_worker.jobs
     where task_identifier = any($1) and run_at <= now() and locked_at is null and attempts < max_attempts limit 1`,
    [names],
  )
  return (rowCount ?? 0) > 0
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
