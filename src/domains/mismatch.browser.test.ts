import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { acme } from '../test/acme-snapshot.ts'
import { testBrowser } from '../test/browser.ts'
import { publishedSite, serveUntilTheEnd } from '../test/published-site.ts'
import { until } from '../test/until.ts'

const { events, answer, publish } = await publishedSite()
/** The page that a cache, which does not tell hosts apart, gives in place of ours; null: it does. */
let mixed: string | null = null
let refreshed = 0
const origin = await serveUntilTheEnd((req, res) => {
  const host = req.headers.host ?? ''
  if (req.url === '/') {
    refreshed++
    res.setHeader('x-upfront-host', mixed ?? host)
  }
  answer(req, res)
})
const browser = await testBrowser()

// S-CACHE-3
test('what a cache answers with another page is not shown', async () => {
  const named = (name: string) => ({ ...acme(), page: { ...acme().page, name } })
  await publish(named('Acme Cloud'))
  const page = await browser.newPage()
  after(() => page.close())
  await page.goto(origin)
  await until(() => events.size() > 0)
  const shown = () => page.locator('#main').innerHTML()
  const before = await shown()

  mixed = 'status.other.example'
  const asked = refreshed
  await publish({ ...named('Other'), incidents: [] })
  await until(() => refreshed > asked)
  // It is tried again and again; two more tries without a change are enough.
  await until(() => refreshed > asked + 2)
  assert.equal(await shown(), before)

  mixed = null
  await until(async () => (await shown()) !== before)
})
