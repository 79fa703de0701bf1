import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import pg from 'pg'
import { pino } from 'pino'
import { loadConfig } from './config.ts'
import { connect } from './db/connect.ts'
import { lifecycle } from './lib/lifecycle.ts'
import { prepare } from './prepare.ts'
import type { Process, Readiness } from './process.ts'
import { testContext } from './test/context.ts'
import { testDatabase } from './test/database.ts'
import { testFolder } from './test/folder.ts'
import { until } from './test/until.ts'

const database = await testDatabase()
const { base } = await testContext(database)
const folder = await testFolder()
const file = join(folder, 'upfront.yaml')
await writeFile(file, 'version: 1\npages: [{ slug: acme, name: Acme, components: [{ key: web, name: Web app }] }]\n')

for (const table of ['organizations', 'components']) {
  test(`a database that goes away while ${table} are read is waited for, and everything is prepared`, async () => {
    const log = pino({ level: 'silent' })
    const connection = connect(database.url, { log, name: 'start' })
    const waitingFor = new Set<Readiness>(['database', 'migrations', 'configuration', 'pages'])
    const life = lifecycle({ log, exit: () => {}, signals: { on: () => process } as Pick<NodeJS.Process, 'on'> })
    const config = loadConfig({ UPFRONT_DATA_DIR: folder, UPFRONT_CONFIG: file }, () => '')
    const start: Process = { config, log, life, print: () => {}, databaseUrl: database.url, waitingFor }
    const other = new pg.Client({ connectionString: database.url })
    await other.connect()
    await other.query(`begin; lock table ${table}`)
    const preparing = prepare(start, { ...base, db: connection.db })
    const stands = "select pid from pg_stat_activity where application_name = 'start' and wait_event_type = 'Lock'"
    const { pid } = await until(async () => (await database.pool.query(stands)).rows[0])
    await database.pool.query('select pg_terminate_backend($1)', [pid])
    await other.query('rollback')
    await preparing
    assert.deepEqual([...waitingFor], ['pages'])
    await other.end()
    await connection.end()
  })
}
