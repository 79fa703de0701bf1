import { sql } from 'kysely'
import type { Context } from '../lib/context.ts'
import { until } from '../test/until.ts'
import { patience, token, type Victim } from './stage.ts'

/** Waits until everything that follows has followed: the queue and all that waits are empty. What is stuck, in words. */
export async function settle(one: Victim): Promise<string[]> {
  const inTime = (fits: (left: Left) => boolean) =>
    until(async () => fits(await one.look(whatIsLeft)), patience).catch(() => {})
  // What was stored and not decided is taken up after a minute, by the program itself; a person may be faster.
  await inTime((left) => left.forgotten.length === 0)
  for (const arrival of (await one.look(whatIsLeft)).undecided) await replay(one, arrival)
  await inTime((left) => left.jobs.length + left.waiting.length + left.undecided.length === 0)
  const left = await one.look(whatIsLeft)
  return [
    ...left.jobs.map((job) => `stuck in the queue: ${job}`),
    ...left.waiting.map((name) => `still waits: ${name}`),
    ...left.undecided.map((id) => `not decided: arrival ${id}`),
  ]
}

async function replay(one: Victim, arrival: string) {
  const address = `${one.url()}/api/v1/arrivals/${arrival}/replay`
  const response = await fetch(address, { method: 'POST', headers: { authorization: `Bearer ${token}` } })
  if (!response.ok) throw new Error(`${address}: ${response.status} ${await response.text()}`)
}

type Left = Awaited<ReturnType<typeof whatIsLeft>>

async function whatIsLeft(ctx: Context) {
  const jobs = await sql<{ job: string }>`
    select identifier || ' ' || payload::text || ' after ' || attempts || ' attempts: ' || coalesce(last_error, '') as job
    from graphile_worker._private_jobs as j join graphile_worker._private_tasks as t on t.id = j.task_id`.execute(
    ctx.db,
  )
  const waiting = await sql<{ name: string }>`
    select 'delivery ' || id as name from deliveries where state in ('queued', 'sending')
    union all select 'announcement ' || id from announcements where chosen_at is null
    union all select 'letter ' || id from letters where state in ('queued', 'sending')
    union all select 'draft ' || id from drafts where state = 'held'
    union all select 'incident ' || id from incidents where quiet_until is not null and resolved_at is null`.execute(
    ctx.db,
  )
  const received = await sql<{ id: string; forgotten: boolean }>`
    select id, received_at < now() - interval '70 seconds' as forgotten
    from arrivals where state = 'received'`.execute(ctx.db)
  return {
    jobs: jobs.rows.map(({ job }) => job),
    waiting: waiting.rows.map(({ name }) => name),
    undecided: received.rows.map(({ id }) => id),
    forgotten: received.rows.filter(({ forgotten }) => forgotten),
  }
}
