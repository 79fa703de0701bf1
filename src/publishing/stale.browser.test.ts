import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { acme } from '../test/acme-snapshot.ts'
import { testBrowser } from '../test/browser.ts'
import { publishedSite, serveUntilTheEnd } from '../test/published-site.ts'
import { until } from '../test/until.ts'

const { site, events, answer, publish } = await publishedSite()
/** As a web server that has the files alone: no stream, and tags of its own. */
let alone = false
const origin = await serveUntilTheEnd((req, res) => {
  if (alone && req.url === '/events') return res.writeHead(502).end()
  if (alone && req.url === '/') return res.writeHead(200, { etag: '"6740a1-2f3c"' }).end(site.hot('/')?.bodies.plain)
  return answer(req, res)
})
const browser = await testBrowser()

// R-STATIC-1
test('a page that cannot be refreshed says how old it is, and stops saying so when it can', async () => {
  // The page speaks of 15:45.
  await publish(acme())
  const page = await browser.newPage()
  after(() => page.close())
  await page.clock.install({ time: '2026-11-22T15:46:00Z' })
  alone = true
  await page.goto(origin)
  const note = page.locator('.stale')
  // At once, since the one that answers is not Upfront.
  await until(async () => (await note.textContent()) !== '')
  const said = /^This page was last refreshed (\d+) minutes? ago; live updates are off\.$/
  const first = Number(said.exec((await note.textContent()) ?? '')?.[1])
  await page.clock.runFor(300_000)
  assert.equal(Number(said.exec((await note.textContent()) ?? '')?.[1]), first + 5)
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
