import { setTimeout as wait } from 'node:timers/promises'
import type { Worker, WorkerEvents } from 'graphile-worker'
import type { Pool } from 'pg'

/** Milliseconds between the looks of one worker by itself, which find nothing that `lookTogether` has not found. */
export const looksAloneEvery = 60_000

type Look = { pool: Pool; events: WorkerEvents; jobs: readonly string[]; signal: AbortSignal }

/**
 * One look for all workers, four times a second: as many are woken as there are jobs whose time has come. Of what is enqueued
 * for now they are told at once; this finds what was enqueued for later, and what they did not hear of. Where the database
 * does not answer, the next look is another. Ends with the signal.
 */
export async function lookTogether({ pool, events, jobs, signal }: Look): Promise<void> {
  const workers = new Set<Pick<Worker, 'nudge'>>()
  events.on('worker:create', ({ worker }) => void workers.add(worker))
  events.on('worker:release', ({ worker }) => void workers.delete(worker))
  for (;;) {
    await wait(lookEvery, undefined, { signal, ref: false }).catch(() => {})
    if (signal.aborted) return
    const { rows } = await pool.query<{ due: number }>({ ...due, values: [jobs, workers.size] }).catch(() => nothing)
    let left = rows[0]?.due ?? 0
    // One that is busy says so, and the next one is woken.
    for (const worker of left > 0 ? workers : []) if (worker.nudge() && --left === 0) break
  }
}

const lookEvery = 250

/** What is in a queue that is at work is begun by whoever ends that. */
const due = {
  name: 'upfront due jobs',
  text: `select count(*)::int as due from (
    select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where j.is_available and j.run_at <= now() and t.identifier = any($1)
      and (j.job_queue_id is null or exists (
        select from graphile_worker._private_job_queues q where q.id = j.job_queue_id and q.is_available))
    limit $2) as jobs`,
}
const nothing = { rows: [] }
