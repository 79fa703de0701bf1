import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changePage } from '../pages/change.ts'
import { pagePages } from '../pages/console.ts'
import { createPage } from '../pages/create.ts'
import { findPage } from '../pages/find.ts'
import { hides, shows, testConsole } from '../test/console.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { attacks } from '../test/hostile-snapshot.ts'
import { searchPages } from './console.ts'
import { createMissedSearches } from './count.ts'
import { forgetOldSearches } from './forget.ts'
import { missedSearchesOf } from './list.ts'

const database = await testDatabase()

async function aPage(seed: string) {
  const world = await testContext(database, { seed })
  const page = await createPage(world.ctx, { slug: `p-${seed}`, name: 'Acme' })
  return { ...world, page, ...createMissedSearches(world.base) }
}

test('words are counted by day as they are compared, for the page alone', async () => {
  const { ctx, clock, page, missed, flush } = await aPage('counted')
  const other = await createPage(ctx, { slug: 'p-counted-2', name: 'Other' })
  for (const query of ['Refunds', 'refunds', 'RÉFUNDS ', 'login']) missed(page.slug, query)
  missed('no-such-page', 'refunds')
  await flush()
  clock.advance(86_400_000)
  missed(page.slug, 'refunds')
  await flush()
  await flush()
  assert.deepEqual(await missedSearchesOf(ctx, page.id), [
    { words: 'refunds', times: 4, last: '2035-03-06' },
    { words: 'login', times: 1, last: '2035-03-05' },
  ])
  assert.deepEqual(await missedSearchesOf(ctx, other.id), [])
  const { ctx: foreign } = await testContext(database, { seed: 'foreign' })
  assert.deepEqual(await missedSearchesOf(foreign, page.id), [])
})

test('what looks like a person is not kept', async () => {
  const { ctx, page, missed, flush } = await aPage('personal')
  for (const query of ['pat@customer.example', '+1 (555) 123-4567', '4111111111111111', '  ', 'error 502'])
    missed(page.slug, query)
  await flush()
  assert.deepEqual(
    (await missedSearchesOf(ctx, page.id)).map(({ words }) => words),
    ['error 502'],
  )
})

test('a machine that makes words up fills no disk, and what is known goes on counting', async () => {
  const { ctx, page, missed, flush } = await aPage('flood')
  for (let i = 0; i < 5000; i++) missed(page.slug, `word ${i}`)
  await flush()
  for (let i = 0; i < 1500; i++) missed(page.slug, `new ${i}`)
  missed(page.slug, 'word 1')
  await flush()
  const { count, most } = await database.db
    .selectFrom('missed_searches')
    .where('page_id', '=', page.id)
    .select([(eb) => eb.fn.countAll<string>().as('count'), (eb) => eb.fn.max('times').as('most')])
    .executeTakeFirstOrThrow()
  assert.deepEqual([Number(count), most], [1000, 2])
  assert.equal((await missedSearchesOf(ctx, page.id))[0]?.words, 'word 1')
})

test('while the database is away nothing is lost; after ninety days it is forgotten', async () => {
  const { ctx, base, clock, page } = await aPage('away')
  let away = true
  const db = new Proxy(base.db, {
    get: (target, name) => {
      if (away && name === 'executeQuery') throw new Error('away')
      const value = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const { missed, flush } = createMissedSearches({ db, now: base.now })
  missed(page.slug, 'refunds')
  await assert.rejects(flush(), /away/)
  missed(page.slug, 'refunds')
  away = false
  await flush()
  assert.deepEqual(
    (await missedSearchesOf(ctx, page.id)).map(({ times }) => times),
    [2],
  )
  clock.advance(89 * 86_400_000)
  await forgetOldSearches(ctx)
  assert.equal((await missedSearchesOf(ctx, page.id)).length, 1)
  clock.advance(2 * 86_400_000)
  await forgetOldSearches(ctx)
  assert.equal((await missedSearchesOf(ctx, page.id)).length, 0)
})

test('the console lists them as text, leads to the FAQ, and knows no page of others', async () => {
  const { ctx, page, missed, flush } = await aPage('console')
  const { see, look } = testConsole(ctx, searchPages)
  const path = `/console/settings/pages/${page.id}/searches`
  shows(await see(path, 'viewer'), /Nothing was missed/)
  for (const attack of attacks) missed(page.slug, attack)
  for (let i = 0; i < 3; i++) missed(page.slug, 'refunds')
  await flush()
  const shown = await see(path)
  shows(shown, /Searched for and not found[\s\S]*href="[^"]*\/content"[\s\S]*refunds[\s\S]*3 times/)
  hides(shown, /<script>alert|<img src=x|<svg onload/)
  assert.equal((await look('/console/settings/pages/nosuchpage00/searches')).status, 404)
})

test('a page is kept out of search engines by its settings', async () => {
  const { ctx, page } = await aPage('noindex')
  assert.equal(page.noindex, false)
  const changed = await changePage(ctx, page.id, { noindex: true })
  assert.deepEqual([changed.noindex, changed.show_uptime], [true, true])
  const { see, submit } = testConsole(ctx, pagePages)
  const path = `/console/settings/pages/${page.id}`
  shows(await see(path), /name="noindex"[^>]* checked/)
  await submit(path, { name: 'Acme', slug: page.slug, timeZone: 'UTC', supportUrl: '', host: '' })
  assert.equal((await findPage(ctx, page.id)).noindex, false)
})
