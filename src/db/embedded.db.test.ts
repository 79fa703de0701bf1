import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import pg from 'pg'
import { pino } from 'pino'
import { testFolder } from '../test/folder.ts'
import { until } from '../test/until.ts'
import { type Embedded, type EmbeddedOptions, startEmbedded } from './embedded.ts'
import { DataFolderInUse } from './hold.ts'

const log = pino({ level: 'silent' })
// What survives a kill is written, if not yet on the disk.
const settings = { fsync: 'off' }
const started: Embedded[] = []
// Before the folder goes: what ends runs in this order.
after(() => Promise.all(started.map((embedded) => embedded.stop())))
const folder = await testFolder()
// Longer than a socket's path may be.
const dataDir = join(folder, 'a-data-folder-with-a-name-that-is-long-'.repeat(3))

async function start(options: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir, log, settings, ...options })
  started.push(embedded)
  return embedded
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows[0]?.answer
  } finally {
    await client.end()
  }
}

test('two first starts at once: one runs, the other is told which process does', async () => {
  const both = await Promise.allSettled([start(), start()])
  const refused = both.filter((result) => result.status === 'rejected').map((result) => result.reason)
  assert.equal(refused.length, 1)
  assert.ok(refused[0] instanceof DataFolderInUse)
  assert.match(
    refused[0].message,
    new RegExp(`another Upfront \\(process ${process.pid}\\) already runs on the data folder`),
  )
})

test('a visitor uses the running server, and leaves it running', async () => {
  const [owner] = started
  const visitor = await start({ visit: true })
  assert.equal(visitor.pid(), owner!.pid())
  await ask(visitor.url, 'create table kept as select 42 as answer')
  await visitor.stop()
  assert.equal(await ask(owner!.url, 'select answer from kept'), 42)
})

test('it comes back when it is killed, at the same address, with what was committed', async () => {
  const [owner] = started
  const killed = owner!.pid()
  // As a tidier of temp folders does.
  await rm(new URL(owner!.url.replace('@/', '@x/')).searchParams.get('host') ?? '', { recursive: true })
  process.kill(killed, 'SIGKILL')
  await until(() => owner!.pid() !== killed)
  assert.equal(await ask(owner!.url, 'select answer from kept'), 42)
})

test('stopped, it starts again, also when a stranger has its number now', async () => {
  const [first] = started
  await first!.stop()
  await assert.rejects(ask(first!.url, 'select 1'))
  await writeFile(join(first!.folder, 'cluster/postmaster.pid'), `${process.pid}\n/\n1\n5432\n/nowhere\n\n1 1\n`)
  const again = await start()
  assert.equal(again.adopted, false)
  assert.equal(await ask(again.url, 'select answer from kept'), 42)
  await again.stop()
})

test('it outlives a killed Node and its process group, and the next start adopts it', async () => {
  const program = `
    const { startEmbedded } = await import(${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))})
    const { pino } = await import('pino')
    const { pid } = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, log: pino({ level: 'silent' }) })
    console.log(pid())
    setInterval(() => {}, 1000)`
  const cwd = join(import.meta.dirname, '../..')
  const args = ['--input-type=module', '-e', program]
  const child = spawn(process.execPath, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), once(child, 'exit')])
  await assert.rejects(start(), DataFolderInUse)
  process.kill(-child.pid!, 'SIGKILL')
  await once(child, 'exit')
  const next = await start()
  assert.equal(next.adopted, true)
  assert.equal(next.pid(), Number(line))
  assert.equal(await ask(next.url, 'select answer from kept'), 42)
  process.kill(next.pid(), 'SIGKILL')
  await until(() => next.pid() !== Number(line))
  assert.equal(await ask(next.url, 'select answer from kept'), 42)
})

test('loopback: a port that nobody enters without the password', async () => {
  const loopback = await start({ dataDir: join(folder, 'loopback'), transport: 'loopback' })
  assert.equal(await ask(loopback.url, 'select 1 as answer'), 1)
  assert.match(loopback.url, /^postgresql:\/\/upfront:[\w-]{32}@127\.0\.0\.1:\d+\/postgres$/)
  await assert.rejects(
    ask(loopback.url.replace(/:[\w-]{32}@/, ':wrong@'), 'select 1'),
    /password authentication failed/,
  )
  const visitor = await start({ dataDir: join(folder, 'loopback'), visit: true })
  assert.equal(visitor.url, loopback.url)
})
