import { randomBytes } from 'node:crypto'
import { after } from 'node:test'
import { pino } from 'pino'
import { type Connection, connect } from '../db/connect.ts'
import { databaseUrl, query, testServer } from './template.ts'

export type TestDatabase = Connection & { url: string }

/**
 * A database of this test file's own, with every migration applied and nothing else in it; gone when the file ends.
 * `npm test` has a server ready; a file that is run by itself starts one, which takes a second.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, drop } = await newDatabase()
  // Machines that stand still for seconds are no reason to fail.
  const patient = { statementTimeout: 60_000, connectionTimeout: 60_000 }
  const connection = connect(url, { log: pino({ level: 'silent' }), ...patient })
  after(async () => {
    await connection.end()
    await drop()
  })
  return { ...connection, url }
}

/** The same, for who says himself when it is to go. */
export async function newDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = await testServer()
  const name = `test_${randomBytes(6).toString('hex')}`
  await query(server.url, `create database ${name} template ${server.template} strategy file_copy`)
  return {
    url: databaseUrl(server.url, name),
    drop: async () => {
      await query(server.url, `drop database if exists ${name} with (force)`)
      await server.stop()
    },
  }
}
