import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme } from '../test/acme-snapshot.ts'
import { testBrowser } from '../test/browser.ts'
import { bringAxe, look } from '../test/look.ts'
import { publishedSite, serveUntilTheEnd } from '../test/published-site.ts'

const { answer, publish } = await publishedSite()
const origin = await serveUntilTheEnd(answer)
const browser = await testBrowser()

const snapshot = acme()
await publish({ ...snapshot, page: { ...snapshot.page, languages: ['en', 'de', 'ar', 'ja'] } })

const looked = await browser.newPage()
const wrong: string[] = []
looked.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
await bringAxe(looked)

for (const lang of ['de', 'ar', 'ja'])
  test(`${lang}: axe finds nothing, narrow and wide, light and dark, and nothing is too wide`, async () => {
    wrong.length = 0
    for (const path of ['', '/incidents/payfail00000', '/subscribe', '/uptime', '/nope']) {
      await looked.goto(`${origin}/${lang}${path}`)
      wrong.push(...(await look(looked, path, { everywhere: path === '' && lang === 'ar', narrow: 320 })))
    }
    assert.deepEqual(
      wrong.filter((one) => !one.includes('404 (Not Found)')),
      [],
    )
  })

test('an Arabic page is mirrored, and its choice of languages leads to the same place in another', async () => {
  const page = await browser.newPage()
  await page.goto(`${origin}/ar/history`)
  assert.equal(await page.evaluate('getComputedStyle(document.body).direction'), 'rtl')
  const brand = await page.locator('.brand').boundingBox()
  const nav = await page.locator('.top nav').boundingBox()
  assert.ok(brand && nav && brand.x > nav.x, 'the name stands at the right')
  await page.locator('.languages a[hreflang="ja"]').click()
  assert.equal(new URL(page.url()).pathname, '/ja/history/2026-11')
  assert.equal(await page.locator('.languages [aria-current]').textContent(), '日本語')
  await page.close()
})

test('the browser’s language decides at the plain address', async () => {
  const page = await browser.newPage({ locale: 'de-AT' })
  await page.goto(origin)
  assert.equal(await page.locator('html').getAttribute('lang'), 'de')
  assert.match((await page.locator('h1').textContent()) ?? '', /^Bei API · US geht es seit 10:42 EST/)
  await page.close()
})

test('times in the reader’s zone: by a button, named, remembered, and without script in the page’s', async () => {
  const page = await browser.newPage({ timezoneId: 'Europe/Berlin', locale: 'en-GB' })
  const footer = () => page.locator('#zone-said').textContent()
  const began = () => page.locator('.facts time').first().textContent()
  await page.goto(`${origin}/en/incidents/payfail00000`)
  assert.equal(await footer(), 'Times are in America/New York (EST).')
  assert.equal(await began(), '18 November 2026, 15:00 EST')
  assert.equal(await page.locator('.facts time').first().getAttribute('title'), '18 November 2026, 21:00 CET')
  const button = page.getByRole('button', { name: 'Show them in Europe/Berlin' })
  await button.focus()
  await page.keyboard.press('Enter')
  assert.equal(await footer(), 'Times are in Europe/Berlin (CET).')
  assert.equal(await began(), '18 November 2026, 21:00 CET')
  assert.equal(await page.locator('.facts time').first().getAttribute('title'), '18 November 2026, 15:00 EST')
  await page.goto(`${origin}/en`)
  assert.equal(await footer(), 'Times are in Europe/Berlin (CET).')
  assert.match((await page.locator('.meta').first().textContent()) ?? '', /Since 16:42 CET/)
  assert.match((await page.locator('h1').textContent()) ?? '', /since 16:42 CET/)
  await page.getByRole('button', { name: 'Show them in America/New York' }).click()
  assert.match((await page.locator('.meta').first().textContent()) ?? '', /Since 10:42 EST/)
  await page.close()

  const plain = await (await browser.newContext({ javaScriptEnabled: false, timezoneId: 'Europe/Berlin' })).newPage()
  await plain.goto(`${origin}/en`)
  assert.equal(await plain.locator('#zone').isVisible(), false)
  assert.match((await plain.locator('#zone-said').textContent()) ?? '', /America\/New York/)
  await plain.context().close()
})

test('a reader in the page’s own zone is offered none', async () => {
  const page = await browser.newPage({ timezoneId: 'America/New_York' })
  await page.goto(`${origin}/en`)
  assert.equal(await page.locator('#zone').isVisible(), false)
  await page.close()
})
