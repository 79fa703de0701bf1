import assert from 'node:assert/strict'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, test } from 'node:test'
import { pino } from 'pino'
import { testDatabase } from '../test/database.ts'
import { testFolder } from '../test/folder.ts'
import { MigrationRefused, migrate, pendingMigrations } from './migrate.ts'

const log = pino({ level: 'silent' })
const { url, pool } = await testDatabase()
const folder = join(await testFolder(), 'migrations')

const write = (name: string, sql: string) => writeFile(join(folder, name), sql)

beforeEach(async () => {
  await pool.query('drop schema public cascade; create schema public; drop schema if exists graphile_worker cascade')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
  await write('0001_first.sql', 'create table first (id int);\ninsert into first values (1);\n')
  await write('0002_second.sql', 'create table second (id int);\n')
})

test('several at once apply each file once, and the queue is ready', async () => {
  const applied = await Promise.all([1, 2, 3].map(() => migrate(url, { log, folder })))
  assert.deepEqual(applied.flat().sort(), ['0001_first.sql', '0002_second.sql'])
  assert.equal((await pool.query('select * from first')).rowCount, 1)
  await pool.query("select graphile_worker.add_job('anything')")
  assert.deepEqual(await migrate(url, { log, folder }), [])
})

test('what waits is told without applying it', async () => {
  assert.deepEqual(await pendingMigrations(url, { log, folder }), ['0001_first.sql', '0002_second.sql'])
  await migrate(url, { log, folder })
  await write('0003_third.sql', 'select 1')
  assert.deepEqual(await pendingMigrations(url, { log, folder }), ['0003_third.sql'])
})

test('a file that changed after it was applied is refused; turned line ends are no change', async () => {
  await migrate(url, { log, folder })
  await write('0002_second.sql', 'create table second (id int);\r\n')
  assert.deepEqual(await migrate(url, { log, folder }), [])
  await write('0002_second.sql', 'create table second (id bigint);\n')
  await assert.rejects(migrate(url, { log, folder }), (error: Error) => {
    assert.ok(error instanceof MigrationRefused)
    assert.match(error.message, /^migrations\/0002_second\.sql was changed after it was applied/)
    return true
  })
})

test('a database that is newer than the files is refused, and nothing is applied', async () => {
  await migrate(url, { log, folder })
  await rm(join(folder, '0002_second.sql'))
  await write('0001_between.sql', 'create table between_them (id int)')
  await assert.rejects(
    migrate(url, { log, folder }),
    /newer than this Upfront: it has 0002_second\.sql, and the newest here is/,
  )
  assert.equal((await pool.query("select to_regclass('between_them') as there")).rows[0].there, null)
})

test('a mistake names its file and line, and undoes that file alone', async () => {
  await write('0002_second.sql', 'create table second (id int);\ncreate tabel oops;\n')
  await assert.rejects(migrate(url, { log, folder }), /^Error: migrations\/0002_second\.sql:2: syntax error/)
  assert.equal((await pool.query("select to_regclass('second') as there")).rows[0].there, null)
  assert.deepEqual(await pendingMigrations(url, { log, folder }), ['0002_second.sql'])
})
