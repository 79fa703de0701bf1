import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openIncident } from '../incidents/open.ts'
import { acme } from '../test/acme.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { testFolder } from '../test/folder.ts'
import { createEvents } from './events.ts'
import { createPublisher } from './publisher.ts'

const database = await testDatabase()

async function stage(seed: string) {
  const { base, ctx, clock } = await testContext(database, { seed })
  const { page } = await acme(ctx)
  const events = createEvents({ random: base.random })
  after(() => events.close())
  const edition = { assets: { style: '/a.css', script: '/a.js' }, files: [], edition: 'one' }
  const publisher = await createPublisher({ base, dataDir: await testFolder(), edition, events, consoleHost: null })
  after(() => publisher.settled())
  const read = async (path: string) => {
    await publisher.reconcile()
    const site = publisher.hosts().locate('status.test', `acme-${page}`)
    return (await site?.find(path))?.bodies.plain.toString() ?? ''
  }
  return { ctx, clock, page, read }
}

test('after midnight of its zone a page is published anew, although nothing happened', async () => {
  const { clock, read } = await stage('midnight')
  const shown = async (now: string) => {
    clock.set(now)
    const html = await read('/uptime')
    return { today: /data-today="([^"]+)"/.exec(html)?.[1], known: /data-since="([^"]+)"/.exec(html)?.[1] }
  }
  assert.deepEqual(await shown('2035-03-06T04:59:00Z'), { today: '2035-03-05', known: '2035-03-05' })
  // The very second in which the day begins, in New York.
  assert.deepEqual(await shown('2035-03-06T05:00:00Z'), { today: '2035-03-06', known: '2035-03-05' })
})

test('while something is down its figure falls every ten minutes, and nothing is published anew otherwise', async () => {
  const { ctx, clock, page, read } = await stage('falling')
  clock.advance(3 * 3_600_000)
  const figures = async () =>
    Promise.all(['/', '/uptime'].map(async (path) => (await read(path)).match(/80\.00 %/g)?.length))
  const published = async () => /Published <time datetime="([^"]+)"/.exec(await read('/'))?.[1]
  const before = await published()
  clock.advance(3_600_000)
  assert.equal(await published(), before)
  const post = { page, title: 'Down', status: 'investigating', body: 'Text.' } as const
  await openIncident(ctx, { ...post, components: { 'api-us': 'major_outage' } })
  assert.deepEqual(await figures(), [undefined, undefined])
  clock.advance(3_600_000)
  assert.deepEqual(await figures(), [2, 4], 'of the part and its group; for the record and for the month')
  const after = await published()
  clock.advance(60_000)
  assert.equal(await published(), after)
})
