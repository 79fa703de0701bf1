import { EventEmitter } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { type JobHelpers, Logger, type Runner, run, runOnce, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Pool } from 'pg'
import type { Base } from '../lib/context.ts'
import { asSystem } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { giveBack } from './give-back.ts'
import type { Handler } from './job.ts'
import { lookAgain } from './look-again.ts'
import { looksAloneEvery, lookTogether } from './look-together.ts'

const envelope = z.object({ org: z.string(), input: z.unknown() })

export type RunningWorker = {
  /** Takes no new job, waits for those at work, then resolves. */
  stop(): Promise<void>
  /** Ids under which this process locks jobs, for the heartbeat. */
  ids(): string[]
}

/**
 * Starts to work off the queue. A job is heard of by LISTEN/NOTIFY; one look for all finds those whose time came.
 * Several connections' worth of jobs run at once, in this process. The queue's runner ends where the database does not
 * take the end of a job: then another one takes its place, and what the first had locked is given back.
 */
export async function startWorker(
  base: Base,
  pool: Pool,
  handlers: readonly Handler[],
  concurrency = 6,
): Promise<RunningWorker> {
  const ids = new Set<string>()
  const ending = new AbortController()
  const begin = () => startRunner(base, pool, { handlers, concurrency, ids })
  let runner = await begin()
  const keeping = keepRunning()
  return {
    stop: async () => {
      ending.abort()
      await runner.stop().catch(() => {})
      await keeping
    },
    ids: () => [...ids],
  }

  async function keepRunning() {
    for (;;) {
      await runner.promise.catch(() => {})
      if (ending.signal.aborted) return
      base.log.warn({ event: 'worker_stopped' }, 'the queue stopped after a failure of the database; starting it again')
      await startAgain()
    }
  }

  async function startAgain() {
    const earlier = [...ids]
    while (!ending.signal.aborted)
      try {
        await giveBack(base.db, earlier)
        runner = await begin()
        for (const id of earlier) ids.delete(id)
        if (ending.signal.aborted) await runner.stop()
        return
      } catch (error) {
        base.log.warn({ event: 'worker_waits', reason: String(error) }, 'the queue cannot start yet; trying again')
        await wait(1000, undefined, { signal: ending.signal }).catch(() => {})
      }
  }
}

async function startRunner(
  base: Base,
  pool: Pool,
  { handlers, concurrency, ids }: { handlers: readonly Handler[]; concurrency: number; ids: Set<string> },
): Promise<Runner> {
  const events: WorkerEvents = new EventEmitter()
  lookAgain(events)
  // Jobs are locked in the name of the pool, not of its workers.
  events.on('pool:create', ({ workerPool }) => ids.add(workerPool.id))
  events.on('job:error', ({ job, error }) =>
    base.log.warn(
      { event: 'job_failed', job: job.task_identifier, attempt: job.attempts, reason: String(error) },
      'job failed',
    ),
  )
  const end = new AbortController()
  void lookTogether({ pool, events, jobs: handlers.map(({ job }) => job.name), signal: end.signal })
  const runner = run(
    {
      pgPool: pool,
      noHandleSignals: true,
      events,
      logger: quiet(base),
      preset: {
        worker: {
          schema: 'graphile_worker',
          concurrentJobs: concurrency,
          pollInterval: looksAloneEvery,
          // Without batches nobody awaits the end of a job (graphile-worker 0.18): a database that does not take it
          // would be an unhandled rejection, and end the process.
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
    },
    taskList(base, handlers),
  )
  void runner
    .then(({ promise }) => promise)
    .catch(() => {})
    .finally(() => end.abort())
  return runner
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
      try {
        await handler.run(asSystem(base, org, handler.job.name), input)
      } catch (error) {
        // What it was about was removed meanwhile: trying again would not bring it back.
        if (!(error instanceof NotFound)) throw error
        base.log.info({ event: 'job_void', job: handler.job.name, reason: error.message }, 'job about nothing')
      }
    }
  }
  return tasks
}

const quiet = (base: Base) =>
  new Logger(() => (level, message) => {
    if ((level === 'error' || level === 'warning') && !isOnPurpose(message)) base.log.warn({ event: 'queue' }, message)
  })

/** Jobs ask the queue little and take long: they share its connections. */
const isOnPurpose = (warning: string) => warning.startsWith('WARNING: having maxPoolSize')
