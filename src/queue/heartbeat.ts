import { hostname } from 'node:os'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Base } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { giveBack, removeReplaced } from './give-back.ts'

export type Heartbeat = {
  /** Under this id the process claims what it works on. */
  readonly id: string
  stop(): Promise<void>
}

export type HeartbeatOptions = {
  roles: readonly string[]
  /** The ids under which this process locks jobs at the moment. */
  workerIds: () => readonly string[]
  /** True where no other process can be at work, as on the embedded database: all earlier ones are dead. */
  isAlone?: boolean
}

const everySeconds = 3
/** A process that has not been heard of for so long is dead. Five beats. */
const deadAfterSeconds = 15

/**
 * Says every 3 seconds that this process lives, and gives the jobs of those that have died to the others. Resolves when
 * it is known by the others; then it may claim work.
 */
export async function startHeartbeat(base: Base, options: HeartbeatOptions): Promise<Heartbeat> {
  const id = newId(base)
  const beat = () => say(base, id, options)
  await beat()
  await releaseDead(base, options.isAlone ? { except: id } : {})
  const end = new AbortController()
  const beating = keepBeating(base, beat, end.signal)
  return {
    id,
    stop: async () => {
      end.abort()
      await beating
      await base.db.deleteFrom('processes').where('id', '=', id).execute()
    },
  }
}

async function keepBeating(base: Base, beat: () => Promise<unknown>, signal: AbortSignal) {
  while (!signal.aborted) {
    await wait(everySeconds * 1000, undefined, { signal, ref: false }).catch(() => {})
    if (signal.aborted) return
    try {
      await beat()
      await releaseDead(base)
      await removeReplaced(base.db)
    } catch (error) {
      base.log.warn({ event: 'heartbeat_failed', err: error }, 'the database did not take the heartbeat')
    }
  }
}

/** The database's clock, not ours: the clocks of several machines differ. A process that was taken for dead comes back. */
const say = (base: Base, id: string, { roles, workerIds }: HeartbeatOptions) => {
  const workers = JSON.stringify(workerIds())
  return sql`
    with beat as (
      insert into worker_beat (at) values (now()) on conflict (one) do update set at = excluded.at)
    insert into processes (id, roles, host, pid, workers, started_at, heartbeat_at)
    values (${id}, ${roles.join(',')}, ${hostname()}, ${process.pid}, ${workers}::jsonb, now(), now())
    on conflict (id) do update set workers = excluded.workers, heartbeat_at = now()`.execute(base.db)
}

/**
 * Forgets dead processes and gives the jobs they held to others at once; the queue by itself would wait four hours. With
 * `except`, every other process is dead. Answers their ids.
 */
export async function releaseDead(base: Pick<Base, 'db'>, options: { except?: string } = {}): Promise<string[]> {
  return base.db.transaction().execute(async (db) => {
    const long = sql`now() - make_interval(secs => ${deadAfterSeconds})`
    const isDead = options.except ? sql`id <> ${options.except}` : sql`heartbeat_at < ${long}`
    const { rows } = await sql<{ id: string; workers: string[] }>`
      delete from processes where id in (select id from processes where ${isDead} for update skip locked)
      returning id, workers`.execute(db)
    const known = rows.flatMap((row) => row.workers)
    // A process that dies between two beats may hold jobs in a name that it had not told yet.
    const held = await sql<{ worker: string }>`
      select distinct locked_by as worker from (
        select locked_by, locked_at from graphile_worker._private_jobs
        union select locked_by, locked_at from graphile_worker._private_job_queues) as held
      where locked_by = any(${known}::text[])
        or (locked_by is not null and ${options.except ? sql`true` : sql`locked_at < ${long}`}
          and not exists (select 1 from processes where workers ? held.locked_by))`.execute(db)
    await giveBack(
      db,
      held.rows.map((row) => row.worker),
    )
    return rows.map((row) => row.id)
  })
}
