import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '../lib/id.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testFolder } from '../test/folder.ts'
import { createEvents } from './events.ts'
import { createPublisher } from './publisher.ts'

const database = await testDatabase()

async function stage(seed: string) {
  const { base, ctx, clock } = await testContext(database, { seed })
  const { page, us, source } = await acme(ctx)
  await sql`delete from worker_beat`.execute(database.db)
  const rule = (component: string, match: object) =>
    ctx.db
      .insertInto('rules')
      .values({
        id: newId(ctx),
        org_id: ctx.org,
        name: `rule ${component}`,
        position: 0,
        match: JSON.stringify(match),
        page_id: page,
        component_id: component,
        mode: 'auto',
        created_at: ctx.now(),
        updated_at: ctx.now(),
      })
      .execute()
  await rule(us, { source: source.key, title: '*latency*' })
  const events = createEvents({ random: base.random })
  after(() => events.close())
  const edition = { assets: { style: '/a.css', script: '/a.js' }, files: [], edition: 'one' }
  const publisher = await createPublisher({ base, dataDir: await testFolder(), edition, events, consoleHost: null })
  after(() => publisher.settled())
  const entryAt = (path: string) => publisher.hosts().locate('status.test', `acme-${page}`)?.find(path)
  const read = async (path: string) => (await entryAt(path))?.bodies.plain.toString() ?? ''
  /** What the read API says of its age, in its header and its field, and the state that it tells. */
  const age = async () => {
    const { plain } = (await entryAt('/api/v2/summary.json'))!
    const { status, data_as_of } = JSON.parse(plain.body.toString())
    return { header: plain.headers[plain.headers.indexOf('Warning') + 1], field: data_as_of, ...status }
  }
  const shown = async (path = '/') => {
    await publisher.reconcile()
    return read(path)
  }
  const hear = (values: { last_arrival_at?: Date; silent_since: Date | null }) =>
    ctx.db.updateTable('sources').set(values).where('id', '=', source.id).execute()
  return { base, ctx, clock, publisher, read, shown, hear, age }
}

/** The parts of the tree, by name: their word, and whether their last bar is one of a known day. */
const partsOf = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<span class="name"[^>]*><bdi[^>]*>([^<]+)<\/bdi><\/span> <span class="state (\w+)">/g)].map(
      ([, name, tone]) => [name, tone],
    ),
  )

const known = {
  'Web app': 'working',
  API: 'working',
  'API · US': 'working',
  'API · Europe': 'working',
  'Card payments': 'working',
}

test('a source that is usually heard and falls silent makes what it feeds unknown, and nothing else', async () => {
  const { clock, shown, hear, age } = await stage('silent')
  assert.deepEqual(partsOf(await shown()), known)
  const since = clock.now()
  clock.advance(7_200_000)
  await hear({ last_arrival_at: since, silent_since: since })
  const html = await shown()
  assert.deepEqual(partsOf(html), { ...known, API: 'unknown', 'API · US': 'unknown' })
  assert.match(html, /<h1>.*We cannot tell at the moment how API · US is doing\./)
  assert.match(html, /Data as of 04:00 EST\./)
  assert.equal(html.includes('Everything is working'), false)
  assert.match(await shown('/badge.svg'), /unknown/)
  assert.match(await shown('/embed.json'), /"tone":"unknown"/)
  // The five words of the read API stay as they are.
  assert.match(await shown('/api/v2/components.json'), /"status":"operational"/)
  assert.deepEqual(await age(), {
    header: `110 - "data as of ${since.toISOString()}"`,
    field: since.toISOString(),
    indicator: 'none',
    description: 'We cannot tell at the moment how API · US is doing.',
  })
  const bars = /u-[^"]+" aria-label="API · US[^>]+>(<svg[\s\S]*?<\/svg>)/.exec(html)?.[1] ?? ''
  assert.match(bars, /class="none" d="M0 30h448"/)

  await hear({ last_arrival_at: clock.now(), silent_since: null })
  assert.deepEqual(partsOf(await shown()), known)
  assert.deepEqual([(await age()).field, (await age()).description], [undefined, 'All Systems Operational'])
})

// R-STATIC-5
test('when no worker has been at work for ten minutes, what monitoring feeds is unknown', async () => {
  const { shown, base } = await stage('workers')
  await sql`insert into worker_beat (at) values (now() - interval '9 minutes')`.execute(base.db)
  assert.deepEqual(partsOf(await shown()), known)
  await sql`update worker_beat set at = now() - interval '11 minutes'`.execute(base.db)
  assert.equal(partsOf(await shown())['API · US'], 'unknown')
  assert.equal(partsOf(await shown())['Card payments'], 'working')
  await sql`update worker_beat set at = now()`.execute(base.db)
  assert.deepEqual(partsOf(await shown()), known)
})

// R-STATIC-2, R-STATIC-5
test('with the database gone the page says of when its data is, and after ten minutes what is unknown', async () => {
  const { clock, publisher, read, shown, age } = await stage('away')
  await shown()
  await publisher.settled()
  clock.advance(30_000)
  await publisher.showAway()
  assert.equal((await read('/')).includes('Data as of'), false)
  clock.advance(60_000)
  await publisher.showAway()
  assert.match(await read('/'), /Data as of 04:00 EST\./)
  assert.deepEqual(partsOf(await read('/')), known)
  const { header, field } = await age()
  assert.equal(header, `110 - "data as of ${field}"`)
  assert.match(field, /T09:00:00\.000Z$/)
  clock.advance(600_000)
  await publisher.showAway()
  assert.equal(partsOf(await read('/'))['API · US'], 'unknown')
  const html = await shown()
  assert.equal(html.includes('Data as of'), false)
  assert.deepEqual(partsOf(html), known)
})
