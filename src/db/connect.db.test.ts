import assert from 'node:assert/strict'
import { getPriority } from 'node:os'
import { test } from 'node:test'
import { pino } from 'pino'
import { testDatabase } from '../test/database.ts'
import { query } from '../test/template.ts'
import { connect } from './connect.ts'

const { pool, url } = await testDatabase()

test('int8 is a number, timestamptz a Date, date a text', async () => {
  const { rows } = await pool.query(
    "select 9007199254740991::int8 as n, '2026-03-02T09:00:00Z'::timestamptz as t, '2026-03-02'::date as d",
  )
  assert.deepEqual(rows[0], { n: 9007199254740991, t: new Date('2026-03-02T09:00:00Z'), d: '2026-03-02' })
})

test('a slow statement ends', async () => {
  const slow = connect(url, { log: pino({ level: 'silent' }), statementTimeout: 50 })
  await assert.rejects(slow.pool.query('select pg_sleep(5)'), /statement timeout/)
  await slow.end()
})

test('connections that the server ends are no crash, idle or in a transaction', async () => {
  const lines: string[] = []
  const lost = connect(url, {
    log: pino({ level: 'warn' }, { write: (line) => void lines.push(line) }),
    name: 'to be lost',
  })
  const busy = await lost.pool.connect()
  await busy.query('begin')
  await lost.pool.query('select 1')
  await query(url, "select pg_terminate_backend(pid, 1000) from pg_stat_activity where application_name = 'to be lost'")
  await assert.rejects(busy.query('select 1'))
  busy.release()
  assert.equal((await lost.pool.query('select 1 as answer')).rows[0].answer, 1)
  await lost.end()
  assert.match(lines.join(''), /a database connection was lost/)
})

test('connections that give way leave the processor to others, which keep theirs', async () => {
  const work = connect(url, { log: pino({ level: 'silent' }), givesWay: true })
  const pidOf = async (from: typeof pool) => (await from.query('select pg_backend_pid() as pid')).rows[0].pid
  assert.ok(getPriority(await pidOf(work.pool)) > getPriority(await pidOf(pool)))
  await work.end()
})
