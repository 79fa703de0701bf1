import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { acme, idOf } from '../test/acme-snapshot.ts'
import { testBrowser } from '../test/browser.ts'
import { readAssets } from './assets.ts'
import { documentsOf } from './documents.ts'

const edition = readAssets(join(import.meta.dirname, '../../public'))
const documents = new Map(documentsOf(acme(), edition).map((one) => [one.path, one]))
const server = createServer(async (req, res) => {
  const found = documents.get(new URL(req.url ?? '/', 'http://page').pathname)
  if (!found?.render) return res.writeHead(404).end()
  res.writeHead(200, { 'content-type': found.contentType }).end(await found.render())
})
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const browser = await testBrowser()
after(() => server.close().closeAllConnections())

async function openFront(options: BrowserContextOptions = {}): Promise<{ page: Page; asked: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 900 }, ...options })
  after(() => context.close())
  const page = await context.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(origin)
  return { page, asked }
}

const rowOf = (page: Page, key: string) => page.locator(`.bars[href$="#u-${idOf(key)}"]`)
const told = (page: Page, text: string) => page.locator('.told', { hasText: text }).waitFor()
/** The middle of a day's bar, counted back from today. */
async function pointAt(page: Page, key: string, daysAgo: number) {
  const box = await rowOf(page, key).locator('svg').boundingBox()
  assert.ok(box)
  return { x: box.width - ((daysAgo + 0.5) * box.width) / 90, y: 16 }
}

test('a day’s story under the pointer, with links that the pointer can reach; nothing is loaded before', async () => {
  const { page, asked } = await openFront()
  assert.deepEqual(
    asked.filter((path) => /uptime/.test(path)),
    [],
  )
  await rowOf(page, 'payments').hover({ position: await pointAt(page, 'payments', 4) })
  await told(page, 'Partial outage 48 minutes')
  const link = page.locator('.told a', { hasText: 'Card payments failing' })
  await link.hover()
  assert.equal(await link.getAttribute('href'), '/incidents/payfail00000')
  await page.locator('h1').hover()
  assert.equal(await page.locator('.told').count(), 0)
})

test('quiet days, today and days of which nothing is known say so', async () => {
  const { page } = await openFront()
  const cases = [
    ['web', 0, 'Sunday, 22 November: Working so far'],
    ['web', 1, 'Saturday, 21 November: Working all day'],
    ['payments', 89, 'Tuesday, 25 August: No data'],
  ] as const
  for (const [key, daysAgo, text] of cases) {
    await rowOf(page, key).hover({ position: await pointAt(page, key, daysAgo) })
    await told(page, text)
  }
})

test('by keyboard: from day to day, to the links of a day, and away', async () => {
  const { page } = await openFront()
  // The link before it has the focus, so that the next one gets it as from a keyboard.
  await rowOf(page, 'api').focus()
  await page.keyboard.press('Tab')
  while (!(await rowOf(page, 'payments').evaluate((row) => row.matches(':focus')))) await page.keyboard.press('Tab')
  await told(page, 'Sunday, 22 November')
  for (const text of ['21 November', '20 November', '19 November', 'Partial outage 48 minutes']) {
    await page.keyboard.press('ArrowLeft')
    await told(page, text)
  }
  await page.keyboard.press('Tab')
  assert.equal(await page.locator('.told a:focus').count(), 1)
  await page.keyboard.press('Escape')
  assert.equal(await page.locator('.told').count(), 0)
})

test('a finger gets the story of the day that it taps, and stays on the page', async () => {
  const { page } = await openFront({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 800 } })
  await rowOf(page, 'payments').scrollIntoViewIfNeeded()
  const row = await rowOf(page, 'payments').boundingBox()
  assert.ok(row)
  await page.touchscreen.tap(row.x + (row.width * 25.5) / 30, row.y + 16)
  await told(page, 'Partial outage 48 minutes')
  assert.equal(new URL(page.url()).pathname, '/')
})

test('without script a row leads to the stories of its days', async () => {
  const { page } = await openFront({ javaScriptEnabled: false })
  await rowOf(page, 'payments').click()
  await page.waitForURL(`**/uptime#u-${idOf('payments')}`)
  const story = page.locator(`[id="${idOf('payments')}-2026-11-18"]`)
  assert.match((await story.textContent()) ?? '', /Wednesday, 18 November.*Partial outage 48 minutes.*Card payments/s)
})
