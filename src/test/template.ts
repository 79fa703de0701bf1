import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import pg from 'pg'
import { pino } from 'pino'
import { type Embedded, startEmbedded } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { throwAwaySettings } from '../db/settings.ts'
import { serverFolder, sweep } from './sweep.ts'

/** A server for tests: where it is, and the database in it that has every migration and is copied for each test file. */
export type TestServer = { url: string; template: string; stop: () => Promise<void> }

const template = 'upfront_template'

/** The server that `npm test` has ready, else one of our own, which takes a second. */
export async function testServer(): Promise<TestServer> {
  const { UPFRONT_TEST_DATABASE: url, UPFRONT_TEST_TEMPLATE: template } = process.env
  return url && template ? { url, template, stop: async () => {} } : startTestServer()
}

export async function startTestServer(): Promise<TestServer> {
  await sweep()
  const folder = await mkdtemp(serverFolder())
  // The database's user must pass through it.
  await chmod(folder, 0o711)
  const steps: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  const stop = async () => {
    for (const step of steps.splice(0).reverse()) await step()
  }
  try {
    const log = pino({ level: 'warn' }, pino.destination(2))
    const embedded = await startEmbedded({ dataDir: join(folder, 'data'), log, settings: throwAwaySettings })
    steps.push(() => rm(embedded.folder, { recursive: true, force: true }), embedded.stop, endsWithUs(embedded))
    await query(embedded.url, `create database ${template}`)
    await migrate(databaseUrl(embedded.url, template), { log })
    await query(embedded.url, `alter database ${template} is_template true`)
    return { url: embedded.url, template, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A run that ends by a crash or process.exit leaves no server behind. */
function endsWithUs(embedded: Embedded): () => Promise<void> {
  const end = () => void process.kill(embedded.pid(), 'SIGINT')
  process.once('exit', end)
  return async () => void process.off('exit', end)
}

export async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(text)
  } finally {
    await client.end()
  }
}

export function databaseUrl(url: string, name: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/]*\/)[^?]*/, `$1${name}`)
}
