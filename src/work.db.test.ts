import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { loadConfig } from './config.ts'
import { publishDueDraft } from './drafts/publish-due.ts'
import { openIncident } from './incidents/open.ts'
import { lifecycle } from './lib/lifecycle.ts'
import { createPage } from './pages/create.ts'
import type { Process } from './process.ts'
import { enqueue } from './queue/job.ts'
import { addSubscriber } from './subscribers/add.ts'
import { testContext } from './test/context.ts'
import { testDatabase } from './test/database.ts'
import { mailServer } from './test/mail-server.ts'
import { until } from './test/until.ts'
import { startWorking } from './work.ts'

const database = await testDatabase()
const { ctx, base } = await testContext(database)
const server = await mailServer({ parse: false })
after(() => server.stop())

/** Starts the worker and the monitor, as the process does. */
async function work() {
  const life = lifecycle({
    log: base.log,
    exit: () => {},
    signals: { on: () => process } as Pick<NodeJS.Process, 'on'>,
  })
  const config = loadConfig({ SMTP_URL: server.url }, () => '')
  const waitingFor: Process['waitingFor'] = new Set()
  const all = { config, log: base.log, life, print: () => {}, databaseUrl: database.url, waitingFor }
  await startWorking(all, base)
  return () => life.end('the test is over')
}
const rowsOf = async (text: string) => (await database.pool.query(text)).rows
const long = 60_000

test('a flood of mail to many pages, whose server hangs, holds up nothing else', async (t) => {
  const answer = Promise.withResolvers<void>()
  server.fault(() => ({ at: 'rcpt', after: answer.promise, code: 450, text: 'later' }))
  const end = await work()
  t.after(() => {
    answer.resolve()
    return end()
  })
  // More than there are lanes that send at once.
  const lanes = 16
  for (const slug of Array.from({ length: lanes + 4 }, (_, i) => `page${i}`)) {
    const page = await createPage(ctx, { slug, name: slug })
    await addSubscriber(ctx, { page: page.id, email: `pat@${slug}.example`, components: null, confirmed: true })
    await openIncident(ctx, { page: page.id, title: 'Slow', status: 'investigating', body: 'It is slow.' })
  }
  const sending = async () => (await rowsOf("select 1 from deliveries where state = 'sending'")).length
  await until(async () => (await sending()) >= lanes, long)
  await enqueue(ctx, publishDueDraft, { draft: 'nosuchdraft0' })
  const due = "select 1 from graphile_worker.jobs where task_identifier = 'publish-due-draft'"
  await until(async () => (await rowsOf(due)).length === 0, long)
  assert.equal(await sending(), lanes)
})

test('the heart beats while all connections for work are taken', async (t) => {
  const other = new pg.Client({ connectionString: database.url })
  await other.connect()
  await other.query('begin; lock table organizations')
  const end = await work()
  t.after(async () => {
    await other.end()
    await end()
  })
  const waiting =
    "select 1 from pg_stat_activity where application_name = 'upfront worker' and wait_event_type = 'Lock' and datname = current_database()"
  await until(async () => (await rowsOf(waiting)).length === 8, long)
  const [{ heartbeat_at: first }] = await rowsOf('select heartbeat_at from processes')
  await until(async () => (await rowsOf('select heartbeat_at from processes'))[0].heartbeat_at > first, long)
  assert.equal((await rowsOf(waiting)).length, 8)
})
