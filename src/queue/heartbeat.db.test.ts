import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { test } from 'node:test'
import { sql } from 'kysely'
import { asSystem } from '../lib/context.ts'
import { z } from '../lib/zod.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { releaseDead, startHeartbeat } from './heartbeat.ts'
import { defineJob, enqueue, handle } from './job.ts'
import { startWorker } from './worker.ts'

const database = await testDatabase()
const { ctx, base } = await testContext(database)

const job = defineJob('work', z.object({ n: z.number() }))
const addJob = (n: number) => enqueue(asSystem(base, ctx.org, 'test'), job, { n }, { queue: 'one-by-one' })
const locks = async () =>
  (
    await sql<{
      locked_by: string
    }>`select locked_by from graphile_worker._private_jobs where locked_by is not null`.execute(base.db)
  ).rows.map((row) => row.locked_by)
const age = (id: string, seconds: number) =>
  sql`update processes set heartbeat_at = now() - make_interval(secs => ${seconds}) where id = ${id}`.execute(base.db)
const ageLocks = (seconds: number) =>
  sql`update graphile_worker._private_jobs set locked_at = now() - make_interval(secs => ${seconds}) where locked_by is not null`.execute(
    base.db,
  )

/** A worker that takes a job and then hangs, as one whose process was stopped in the middle of it. */
async function stuckWorker() {
  const taken = new EventEmitter()
  let letGo = () => {}
  const stuck = new Promise<void>((resolve) => (letGo = resolve))
  const worker = await startWorker(
    base,
    database.pool,
    [
      handle(job, () => {
        taken.emit('job')
        return stuck
      }),
    ],
    1,
  )
  return {
    worker,
    taken: once(taken, 'job'),
    end: async () => {
      letGo()
      await worker.stop()
    },
  }
}

test('a job is locked in a name that the worker tells', async (t) => {
  const { worker, taken, end } = await stuckWorker()
  t.after(end)
  await addJob(1)
  await taken
  assert.deepEqual(await locks(), worker.ids())
})

test('the jobs of a process that stopped beating go to the others, those of the living stay', async (t) => {
  const { worker, taken, end } = await stuckWorker()
  t.after(end)
  await addJob(2)
  await taken
  const beat = await startHeartbeat(base, { roles: ['worker'], workerIds: worker.ids })
  await ageLocks(60)
  await age(beat.id, 14)
  assert.deepEqual([await releaseDead(base), (await locks()).length], [[], 1])
  await age(beat.id, 16)
  assert.deepEqual([await releaseDead(base), await locks()], [[beat.id], []])
  await beat.stop()
})

test('a lock in a name that nobody told is given up after a while', async (t) => {
  const { taken, end } = await stuckWorker()
  t.after(end)
  await addJob(3)
  await taken
  await releaseDead(base)
  assert.equal((await locks()).length, 1)
  await ageLocks(16)
  await releaseDead(base)
  assert.deepEqual(await locks(), [])
})

test('whoever is alone takes everything over at once, and is gone from the list when it stops', async (t) => {
  const { worker, taken, end } = await stuckWorker()
  t.after(end)
  await addJob(4)
  await taken
  const first = await startHeartbeat(base, { roles: ['worker'], workerIds: worker.ids })
  const second = await startHeartbeat(base, { roles: ['web', 'worker'], workerIds: () => [], isAlone: true })
  assert.deepEqual(await locks(), [])
  const rows = await base.db.selectFrom('processes').select(['id', 'roles']).execute()
  assert.deepEqual(rows, [{ id: second.id, roles: 'web,worker' }])
  await second.stop()
  assert.deepEqual(await base.db.selectFrom('processes').select('id').execute(), [])
  await first.stop()
})

test('what was asked for anew while a process did it and died is done once more, and nothing of it stays', async (t) => {
  const { worker, taken, end } = await stuckWorker()
  t.after(end)
  const ask = (n: number) => enqueue(asSystem(base, ctx.org, 'test'), job, { n }, { key: 'same' })
  await ask(5)
  await taken
  await ask(6)
  const beat = await startHeartbeat(base, { roles: ['worker'], workerIds: worker.ids })
  await age(beat.id, 16)
  await releaseDead(base)
  await beat.stop()
  const rows = await sql<{ n: number }>`
    select (payload #>> '{input,n}')::int as n from graphile_worker._private_jobs where (payload #>> '{input,n}')::int > 4`.execute(
    base.db,
  )
  assert.deepEqual(rows.rows, [{ n: 6 }])
})
