import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { acme } from '../test/acme-snapshot.ts'
import { testBrowser } from '../test/browser.ts'
import { testFolder } from '../test/folder.ts'
import { seededRandom } from '../test/random.ts'
import { until } from '../test/until.ts'
import { readAssets } from './assets.ts'
import { documentsOf } from './documents.ts'
import { createEvents } from './events.ts'
import { createServe, prepareAssets } from './serve.ts'
import { openSite } from './site/site.ts'

const random = seededRandom()
const edition = readAssets(join(import.meta.dirname, '../../public'))
const site = await openSite({ slug: 'acme', folder: await testFolder(), random })
const events = createEvents({ random })
const serve = createServe({
  locate: () => site,
  routed: () => false,
  events,
  assets: await prepareAssets(edition.files),
})
/** As a web server that has the files alone: no stream, and tags of its own. */
let alone = false
const server = createServer((req, res) => {
  if (alone && req.url === '/events') return res.writeHead(502).end()
  if (alone && req.url === '/') return res.writeHead(200, { etag: '"6740a1-2f3c"' }).end(site.hot('/')?.bodies.plain)
  return serve(req, res) || res.writeHead(405).end()
})
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const browser = await testBrowser()
after(async () => {
  events.close()
  server.close().closeAllConnections()
  await site.settled()
})

test('a page that cannot be refreshed says how old it is, and stops saying so when it can', async () => {
  // The page speaks of 15:45.
  await site.publish(documentsOf(acme(), edition), 7)
  await site.settled()
  const page = await browser.newPage()
  after(() => page.close())
  await page.clock.install({ time: '2026-11-22T15:46:00Z' })
  alone = true
  await page.goto(origin)
  const note = page.locator('.stale')
  await page.clock.runFor(50_000)
  assert.equal(await note.textContent(), '')
  assert.equal(await note.isVisible(), false)
  await until(async () => {
    await page.clock.runFor(60_000)
    return (await note.textContent()) !== ''
  })
  assert.match(
    (await note.textContent()) ?? '',
    /^This page was last refreshed \d+ minutes ago; live updates are off\.$/,
  )
  assert.equal(await note.isVisible(), true)
  alone = false
  await until(async () => {
    await page.clock.runFor(10_000)
    return (await note.textContent()) === ''
  })
  await until(() => events.size() > 0)
  await page.clock.runFor(300_000)
  assert.equal(await note.textContent(), '')
})
