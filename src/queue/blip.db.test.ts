import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Pool } from 'pg'
import { asSystem } from '../lib/context.ts'
import { NotFound } from '../lib/errors.ts'
import { z } from '../lib/zod.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { until } from '../test/until.ts'
import { removeReplaced } from './give-back.ts'
import { defineJob, enqueue, handle } from './job.ts'
import { startWorker } from './worker.ts'

const database = await testDatabase()
const { ctx, base } = await testContext(database)
const system = asSystem(base, ctx.org, 'test')
const job = defineJob('work', z.object({ n: z.number() }))
const add = (n: number) => enqueue(system, job, { n }, { queue: 'one-by-one' })

/** The pool as a worker sees it, which gives out no connection while the database is away. */
function failing(pool: Pool) {
  const state = { away: false }
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const connect = (done?: (error: Error, client: undefined, release: () => void) => void) => {
    if (!state.away) return done ? pool.connect(done as never) : pool.connect()
    return done ? done(refused, undefined, () => {}) : Promise.reject(refused)
  }
  const get = (_: Pool, name: string | symbol) => {
    if (name === 'connect') return connect
    const value = Reflect.get(pool, name)
    return typeof value === 'function' ? value.bind(pool) : value
  }
  return { state, pool: new Proxy(pool, { get }) }
}

for (const how of ['succeeds', 'fails'])
  test(`a job that ${how} while the database is away holds up neither its queue nor the worker`, async (t) => {
    const done: number[] = []
    const { state, pool } = failing(database.pool)
    const first = how === 'fails' ? 10 : 1
    const worker = await startWorker(base, pool, [
      handle(job, async (_ctx, { n }) => {
        done.push(n)
        if (n === first && done.length === 1) {
          state.away = true
          setTimeout(() => (state.away = false), 300)
          if (how === 'fails') throw new Error('it failed')
        }
      }),
    ])
    t.after(worker.stop)
    await add(first)
    await until(() => done.length === 1)
    await add(first + 1)
    await until(() => done.includes(first + 1))
    await until(async () => {
      const { rows } = await sql`select 1 from graphile_worker._private_jobs where locked_at is not null`.execute(
        base.db,
      )
      return rows.length === 0
    })
    assert.ok(done.filter((n) => n === first).length <= 2, 'at least once, not again and again')
    assert.equal(worker.ids().length, 1)
  })

test('a job for later is found when its time has come, also where the database was away then', async (t) => {
  const done: number[] = []
  const { state, pool } = failing(database.pool)
  const worker = await startWorker(base, pool, [handle(job, async (_ctx, { n }) => void done.push(n))])
  t.after(worker.stop)
  await enqueue(system, job, { n: 7 }, { at: new Date(Date.now() + 200) })
  state.away = true
  setTimeout(() => (state.away = false), 600)
  await until(() => done.includes(7), 10_000)
})

test('a job about something that is gone is done', async (t) => {
  const gone = defineJob('gone', z.object({}))
  const worker = await startWorker(base, database.pool, [
    handle(gone, async () => {
      throw new NotFound('draft')
    }),
  ])
  t.after(worker.stop)
  await enqueue(system, gone, {})
  await until(async () => {
    const { rows } = await sql`select attempts from graphile_worker.jobs where task_identifier = 'gone'`.execute(
      base.db,
    )
    return rows.length === 0
  })
})

test('a job that fails after it was asked for anew leaves nothing behind', async (t) => {
  const again = defineJob('again', z.object({ n: z.number() }))
  const ask = (n: number) => enqueue(system, again, { n }, { key: 'again' })
  const done: number[] = []
  const worker = await startWorker(base, database.pool, [
    handle(again, async (_ctx, { n }) => {
      done.push(n)
      if (n === 2) return
      await ask(2)
      throw new Error('it failed')
    }),
  ])
  t.after(worker.stop)
  await ask(1)
  const left = async () => {
    const { rows } = await sql<{ done: boolean }>`
      select locked_at is null and last_error is not null as done
      from graphile_worker.jobs where task_identifier = 'again'`.execute(base.db)
    return rows
  }
  await until(async () => done.includes(2) && (await left()).every((row) => row.done))
  assert.equal((await left()).length, 1, 'the queue keeps the row of the run that failed')
  await removeReplaced(base.db)
  assert.deepEqual(await left(), [])
  assert.deepEqual(done, [1, 2])
})
