import assert from 'node:assert/strict'
import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import type pg from 'pg'
import { pino } from 'pino'
import { createAccount } from '../channel-accounts/create.ts'
import { channelOf } from '../channels/index.ts'
import { applyConfiguration } from '../configuration/apply.ts'
import { openPool } from '../db/connect.ts'
import { openIncident } from '../incidents/open.ts'
import { unseal } from '../lib/seal.ts'
import { addSubscriber } from '../subscribers/add.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testFolder } from '../test/folder.ts'
import { greyPng } from '../test/pictures.ts'
import { databaseUrl, query } from '../test/template.ts'
import { keepUpload } from '../uploads/keep.ts'
import { prepareUpload } from '../uploads/prepare.ts'
import { DamagedBackup } from './read.ts'
import { RestoreRefused, restoreBackup } from './restore.ts'
import { writeBackup } from './write.ts'

const database = await testDatabase()
const folder = await testFolder()
const log = pino({ level: 'silent' })
const now = new Date('2035-03-05T10:00:00Z')
const { ctx } = await testContext(database)
const secret = ctx.settings.secret
const path = join(folder, 'all.gz')
const acme = await readFile(join(import.meta.dirname, '../../examples/acme/upfront.yaml'), 'utf8')
const sampleOf = (kind: string) => channelOf(kind)?.sample.settings as Record<string, unknown>
await fill()
await writeBackup(database.pool, { path, secret, now })

/** What a night in operation leaves behind, mail on its way included. */
async function fill() {
  await applyConfiguration(ctx, { name: 'acme.yaml', text: acme, environment: (name) => `${name}-0123456789` })
  await keepUpload(ctx, 'acme', await prepareUpload('logo.png', greyPng(64, 64)))
  await addSubscriber(ctx, { page: 'acme', email: 'ann@reader.example', components: null, confirmed: true })
  for (const kind of ['mailgun', 'twilio-sms'])
    await createAccount(ctx, { key: `own-${kind}`, kind, settings: sampleOf(kind) })
  await openIncident(ctx, {
    page: 'acme',
    title: 'Slow – “API”',
    status: 'investigating',
    body: 'Line\nand 漢字',
    components: { 'api-us': 'partial_outage' },
  })
  const { id: subscriber, page_id } = await ctx.db
    .selectFrom('subscribers')
    .selectAll()
    .limit(1)
    .executeTakeFirstOrThrow()
  const update = await ctx.db.selectFrom('incident_updates').selectAll().executeTakeFirstOrThrow()
  const base = { org_id: ctx.org, page_id, created_at: ctx.now() }
  await ctx.db
    .insertInto('announcements')
    .values({
      ...base,
      id: 'a1',
      incident_id: update.incident_id,
      update_id: update.id,
      update_number: 1,
      kind: 'update',
      event_id: 1,
    })
    .execute()
  for (const [index, state] of ['queued', 'sending', 'sent'].entries())
    await ctx.db
      .insertInto('deliveries')
      .values({
        ...base,
        id: `d${index}`,
        announcement_id: 'a1',
        event_id: 1,
        update_id: update.id,
        incident_id: update.incident_id,
        subscriber_id: subscriber,
        channel: `mail${index}`,
        state,
        reason: 'follows API',
        updated_at: ctx.now(),
      })
      .execute()
  const source = await ctx.db.selectFrom('sources').select('id').limit(1).executeTakeFirstOrThrow()
  await ctx.db
    .insertInto('alerts')
    .values({
      id: 'alert1',
      org_id: ctx.org,
      source_id: source.id,
      key: 'k',
      occurrence: '1',
      state: 'firing',
      title: 'Muted',
      source_time: ctx.now(),
      received_at: ctx.now(),
      open: true,
      outcome: 'recorded',
      unsaid_while: 'source_muted',
    })
    .execute()
  await ctx.db
    .insertInto('letters')
    .values({
      id: 'l1',
      org_id: ctx.org,
      kind: 'confirm',
      sender: 'Acme',
      recipient: 'a@b.example',
      subject: 'S',
      html: 'H',
      body: 'B',
      state: 'queued',
      next_attempt_at: ctx.now(),
      created_at: ctx.now(),
    })
    .execute()
  await ctx.db
    .insertInto('drafts')
    .values({
      ...base,
      id: 'f1',
      kind: 'opening',
      state: 'held',
      title: 'T',
      body: 'B',
      due_at: ctx.now(),
      updated_at: ctx.now(),
    })
    .execute()
}

/** A database with nothing in it, or what `sql` puts there. */
async function emptyDatabase(t: { after: (work: () => Promise<void>) => void }, name: string) {
  await query(database.url, `create database ${name}`)
  const url = databaseUrl(database.url, name)
  const pool = openPool(url, { log, statementTimeout: 0 })
  t.after(async () => {
    await pool.end()
    await query(database.url, `drop database ${name} with (force)`)
  })
  return { url, pool }
}

const contentOf = async (pool: pg.Pool) => {
  const { rows } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'
     and table_name not in ('upfront_migrations', 'processes', 'publishing_places', 'published_versions', 'worker_beat', 'limits', 'sessions',
       'access_links', 'access_flows', 'access_assertions', 'access_ended')
     order by 1`,
  )
  const content: Record<string, unknown[]> = {}
  for (const { name } of rows)
    content[name] = (await pool.query(`select row_to_json(t)::text as r from "${name}" t order by 1`)).rows.map(
      (row) => row.r,
    )
  return content
}

test('a backup holds everything, and restored it is the same but for what was on its way', async (t) => {
  const there = await emptyDatabase(t, 'restored_all')
  const { silenced } = await restoreBackup(there.pool, { path, url: there.url, secret, now, log })
  assert.deepEqual(silenced, { deliveries: 2, letters: 1, drafts: 1, watched: 0, arrivals: 0 })
  const [before, after] = [await contentOf(database.pool), await contentOf(there.pool)]
  const { rows: accounts } = await there.pool.query<{ kind: string; settings: Buffer }>(
    `select kind, settings from channel_accounts where key like 'own-%' order by kind`,
  )
  assert.deepEqual(
    accounts.map(({ settings }) => JSON.parse(unseal(secret, settings))),
    ['mailgun', 'twilio-sms'].map(sampleOf),
  )
  const marked = ['deliveries', 'letters', 'drafts', 'announcements', 'alerts']
  for (const name of Object.keys(before)) if (!marked.includes(name)) assert.deepEqual(after[name], before[name], name)
  assert.ok(Object.values(before).flat().length > 60)
})

test('restored, nothing is left that would go out', async (t) => {
  const there = await emptyDatabase(t, 'restored_silent')
  await restoreBackup(there.pool, { path, url: there.url, secret, now, log })
  const states = async (table: string) =>
    (await there.pool.query(`select state from ${table} order by id`)).rows.map((row) => row.state)
  assert.deepEqual(await states('deliveries'), ['skipped', 'skipped', 'sent'])
  assert.deepEqual(await states('letters'), ['failed'])
  assert.deepEqual(await states('drafts'), ['cancelled'])
  const open = await there.pool.query('select 1 from announcements where chosen_at is null')
  const jobs = await there.pool.query('select 1 from graphile_worker.jobs')
  const unsaid = await there.pool.query('select 1 from alerts where unsaid_while is not null')
  assert.deepEqual([open.rowCount, jobs.rowCount, unsaid.rowCount], [0, 0, 0])
})

test('numbers that the database gives out go on', async (t) => {
  const there = await emptyDatabase(t, 'restored_numbers')
  await restoreBackup(there.pool, { path, url: there.url, secret, now, log })
  const { rows } = await there.pool.query(
    `insert into events (org_id, kind, subject_id, actor_kind, actor_name, created_at)
     values ($1, 'page.changed', 'x', 'system', 'x', now()) returning id > (select max(id) from events) as above`,
    [ctx.org],
  )
  assert.equal(rows[0].above, true)
})

test('it never goes into a database that has something in it', async () => {
  await assert.rejects(restoreBackup(database.pool, { path, url: database.url, secret, now, log }), RestoreRefused)
})

test('a backup that was cut, changed or is none is refused, and nothing is restored', async (t) => {
  const there = await emptyDatabase(t, 'restored_damaged')
  const bytes = await readFile(path)
  const text = gunzipSync(bytes).toString()
  const damaged = {
    cut: bytes.subarray(0, bytes.length / 2),
    changed: gzipSync(text.replace('Acme Cloud', 'Acme Clood')),
    shortened: gzipSync(text.split('\n').toSpliced(-3, 1).join('\n')),
    none: gzipSync('hello\n'),
    plain: Buffer.from('hello'),
    empty: gzipSync(''),
  }
  for (const [name, content] of Object.entries(damaged)) {
    const file = join(folder, `${name}.gz`)
    await writeFile(file, content)
    await assert.rejects(
      restoreBackup(there.pool, { path: file, url: there.url, secret, now, log }),
      DamagedBackup,
      name,
    )
  }
  await assert.rejects(
    restoreBackup(there.pool, { path: join(folder, 'no'), url: there.url, secret, now, log }),
    /ENOENT/,
  )
  assert.deepEqual(await contentOf(there.pool), {})
})

test('with another master key it is refused', async (t) => {
  const there = await emptyDatabase(t, 'restored_key')
  await assert.rejects(
    restoreBackup(there.pool, { path, url: there.url, secret: Buffer.alloc(32, 8), now, log }),
    /another master key/,
  )
})

test('a backup of an older version is restored as that version and then migrated', async (t) => {
  const there = await emptyDatabase(t, 'restored_older')
  const migrations = join(folder, 'migrations')
  await cp(join(import.meta.dirname, '../../migrations'), migrations, { recursive: true })
  const last = (await readdir(migrations)).sort().at(-1) ?? ''
  const next = `${String(Number(last.slice(0, 4)) + 1).padStart(4, '0')}_initials.sql`
  await writeFile(
    join(migrations, next),
    `alter table pages add column initials text; update pages set initials = left(name, 1);`,
  )
  await restoreBackup(there.pool, { path, url: there.url, secret, now, log, migrations })
  const { rows } = await there.pool.query('select slug, initials from pages')
  assert.deepEqual(rows, [{ slug: 'acme', initials: 'A' }])
})
