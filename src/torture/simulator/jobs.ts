import { sql } from 'kysely'
import type { Base } from '../../lib/context.ts'
import { z } from '../../lib/zod.ts'
import { giveBack } from '../../queue/give-back.ts'

export type Job = { id: string; task: string; queue: string | null; input: unknown }

const About = z.object({ announcement: z.string().optional(), event: z.number().optional() })

const tasks = ['follow-event', 'fan-out', 'deliver-first', 'deliver-retries', 'stop-telling']

/** The queue's own rows, as graphile-worker reads them, worked off by whoever is told to. */
export function openJobs({ db }: Base, org: string, now: () => Date) {
  return {
    due: async (): Promise<Job[]> => {
      const { rows } = await sql<Job>`
        select j.id::text, t.identifier as task, q.queue_name as queue, j.payload->'input' as input
        from graphile_worker._private_jobs j
          join graphile_worker._private_tasks t on t.id = j.task_id
          left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
        where t.identifier = any(${tasks}::text[]) and j.payload->>'org' = ${org} and j.locked_at is null
          and j.attempts < j.max_attempts and j.run_at <= ${now()}
          and not exists (select 1 from graphile_worker._private_jobs other
            where other.job_queue_id = j.job_queue_id and other.locked_at is not null)
        order by j.id`.execute(db)
      return rows
    },
    /** Whether some post is still to be announced, now or later. */
    isFollowing: async (): Promise<boolean> => {
      const { rows } = await sql<{ is: boolean }>`
        select exists (select 1 from graphile_worker._private_jobs j
          join graphile_worker._private_tasks t on t.id = j.task_id
          where t.identifier = 'follow-event' and j.payload->>'org' = ${org}) as is`.execute(db)
      return rows[0]?.is ?? false
    },
    lock: (id: string, worker: string) =>
      sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = ${worker}, attempts = attempts + 1
        where id = ${id}`.execute(db),
    delay: (id: string, milliseconds: number) =>
      sql`update graphile_worker._private_jobs set run_at = ${new Date(now().getTime() + milliseconds)}
        where id = ${id}`.execute(db),
    /** The post that a job is about. */
    postOf: async ({ task, input }: Job): Promise<string | undefined> => {
      const of = About.parse(input)
      const { rows } = await (task === 'fan-out'
        ? sql<{ update: string }>`select update_id as update from announcements where id = ${of.announcement ?? ''}`
        : sql<{ update: string }>`select subject_id as update from events where id = ${of.event ?? 0}`
      ).execute(db)
      return rows[0]?.update
    },
    done: (id: string, worker: string) =>
      sql`delete from graphile_worker._private_jobs where id = ${id} and locked_by = ${worker}`.execute(db),
    /** It comes again, so many milliseconds later: it failed, or nobody heard that it was done. */
    again: (id: string, worker: string, later: number) =>
      sql`update graphile_worker._private_jobs set locked_at = null, locked_by = null, attempts = least(attempts, 3),
          run_at = ${new Date(now().getTime() + later)}
        where id = ${id} and locked_by = ${worker}`.execute(db),
    giveBack: (worker: string) => giveBack(db, [worker]),
  }
}
export type Jobs = ReturnType<typeof openJobs>
