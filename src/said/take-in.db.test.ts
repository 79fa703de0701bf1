import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { transaction } from '../lib/context.ts'
import { newId } from '../lib/id.ts'
import { createEvents } from '../publishing/events.ts'
import { createPublisher } from '../publishing/publisher.ts'
import { lockFor } from '../rules/facts.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testFolder } from '../test/folder.ts'
import { Said } from './entry.ts'
import { moveSaid, placeOfSaid, readPlace, writeSaid } from './journal.ts'
import { takeIn } from './take-in.ts'

const database = await testDatabase()
const edition = { assets: { style: '/a.css', script: '/a.js' }, files: [], edition: 'one' }

async function stage(seed: string) {
  const { base, ctx } = await testContext(database, { seed })
  const { page } = await acme(ctx)
  const events = createEvents({ random: base.random })
  after(() => events.close())
  const dataDir = await testFolder()
  const publisher = await createPublisher({ base, dataDir, edition, events, consoleHost: null })
  after(() => publisher.settled())
  await publisher.reconcile()
  const said = Said.parse({
    ...{ id: newId(ctx), page, on: null, title: 'Uploads fail', status: 'investigating', body: 'We look into it.' },
    ...{ components: {}, notify: false, at: ctx.now().toISOString(), by: 'root' },
  })
  await writeSaid(dataDir, said, base.random)
  await publisher.showSaid()
  const shows = async () => {
    const site = publisher.hosts().locate('status.test', `acme-${page}`)
    const all = JSON.parse((await site?.find('/api/v2/incidents.json'))?.bodies.plain.toString() ?? '')
    return all.incidents.flatMap((one: { id: string; incident_updates: unknown[] }) =>
      one.id === said.id ? [one.incident_updates.length] : [],
    )
  }
  return { base, ctx, dataDir, publisher, said, shows }
}

test('readers see a post all the while: from its file until its page is published from the database', async () => {
  const { base, dataDir, publisher, said, shows } = await stage('all-the-while')
  assert.deepEqual(await shows(), [1])
  await takeIn(base, dataDir, async () => {
    await publisher.showSaid()
    assert.deepEqual(await shows(), [1], 'in the database, and not read from there yet')
    await publisher.reconcile()
  })
  assert.deepEqual(
    (await readPlace(dataDir, 'taken')).map(({ id }) => id),
    [said.id],
  )
  await publisher.showSaid()
  assert.deepEqual(await shows(), [1])
})

test('where its page could not be published the post stays in its file, and is in the database once', async () => {
  const { base, ctx, dataDir, said, shows } = await stage('stays')
  const fail = () => Promise.reject(new Error('no'))
  await assert.rejects(takeIn(base, dataDir, fail), /no/)
  assert.deepEqual(
    (await readPlace(dataDir, 'taking')).map(({ id }) => id),
    [said.id],
  )
  assert.deepEqual(await shows(), [1])
  await takeIn(base, dataDir, async () => {})
  const { rows } = await sql`select 1 from incidents where org_id = ${ctx.org} and id = ${said.id}`.execute(ctx.db)
  assert.equal(rows.length, 1)
})

test('what is shown from disk is never older than what was shown before', async () => {
  const { base, dataDir, publisher, shows } = await stage('never-older')
  await takeIn(base, dataDir, async () => {})
  await Promise.all([publisher.reconcile(), publisher.showSaid(), publisher.reconcile(), publisher.showSaid()])
  await publisher.showSaid()
  assert.deepEqual(await shows(), [1])
})

test('one that is taken back while those before it are taken in stays out', async () => {
  const { base, ctx, dataDir, said } = await stage('taken-back')
  const later = { ...said, id: newId(ctx), at: new Date(said.at.getTime() + 1000) }
  await writeSaid(dataDir, later, base.random)
  const taking = await transaction(ctx, async (inside) => {
    await lockFor(inside, 'page', said.page)
    const run = takeIn(base, dataDir, async () => {})
    while ((await placeOfSaid(dataDir, said.id)) !== 'taking') await setImmediate()
    assert.ok(await moveSaid(dataDir, later.id, 'waiting', 'taken back'))
    return { run }
  })
  await taking.run
  const rows = await ctx.db.selectFrom('incidents').select('id').where('org_id', '=', ctx.org).execute()
  const ids = rows.map(({ id }) => id)
  assert.deepEqual([ids.includes(said.id), ids.includes(later.id)], [true, false])
})
