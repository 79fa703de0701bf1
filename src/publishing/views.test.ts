import assert from 'node:assert/strict'
import { test } from 'node:test'
import { anybody } from '../audiences/reader.ts'
import { acme, slowApi, wholeOf } from '../test/acme-snapshot.ts'
import { testFolder } from '../test/folder.ts'
import { seededRandom } from '../test/random.ts'
import { openSite } from './site/site.ts'
import type { Whole } from './snapshot.ts'
import { createViews } from './views.ts'

const edition = { assets: { style: '/assets/a.css', script: '/assets/a.js' }, files: [], edition: 'one' }
const limited = (version = 1): Whole => ({
  ...wholeOf(acme()),
  version,
  incidents: [{ ...slowApi(), audiences: ['subscribers'] }],
})
const pat = { ...anybody, email: 'pat@customer.example', subscriber: true }
const site = await openSite({ slug: 'acme', folder: await testFolder(), random: seededRandom('views') })

test('one view for one set of rights, and one rendering however many ask', async () => {
  const views = createViews({ edition, load: async () => limited() })
  const [mine, yours, staff, public_] = await Promise.all([
    views.of(site, pat),
    views.of(site, { ...pat, email: 'kim@customer.example' }),
    views.of(site, { ...anybody, staff: true }),
    views.of(site, anybody),
  ])
  assert.equal(mine, yours)
  assert.notEqual(mine, staff)
  assert.equal(public_, site)
  assert.equal(views.of(site, pat), mine, 'at once from then on')
  const entries = await Promise.all(Array.from({ length: 500 }, () => mine.find('/')))
  assert.equal(new Set(entries).size, 1)
  assert.match(String(entries[0]?.bodies.plain), /Slower responses/)
  assert.equal(mine.hot('/'), entries[0])
  assert.ok(mine.has('/incidents/slowapi00000') && !mine.has('/incidents/nothing00000'))
})

test('what has not changed for a view is not rendered again, and what has is', async () => {
  const views = createViews({ edition, load: async () => limited() })
  const view = await views.of(site, pat)
  const [before, version] = [await view.find('/'), view.version()]
  views.renew(site, {
    ...limited(2),
    incidents: [...limited().incidents, { ...slowApi(), id: 'hidden000000', audiences: ['staff'] }],
  })
  assert.equal(view.version(), version)
  assert.equal(await view.find('/'), before)
  views.renew(site, { ...limited(3), incidents: [{ ...slowApi({ title: 'Faster' }), audiences: ['subscribers'] }] })
  assert.notEqual(view.version(), version)
  assert.match(String((await view.find('/'))?.bodies.plain), /Faster/)
})

test('where nothing is limited everybody has what is published', async () => {
  const views = createViews({ edition, load: async () => wholeOf(acme()) })
  assert.equal(await views.of(site, { ...anybody, staff: true }), site)
  assert.deepEqual(views.renew(site, limited()), [])
  assert.notEqual(await views.of(site, pat), site)
})
