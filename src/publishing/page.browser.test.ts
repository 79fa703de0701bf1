import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { usualBlocks } from '../content/blocks.ts'
import { plainContent } from '../content/schema.ts'
import { acmeMetrics } from '../test/acme-metrics.ts'
import { acme, at, pastPayments, plannedWork, slowApi, update } from '../test/acme-snapshot.ts'
import { testBrowser } from '../test/browser.ts'
import { attacks, hostile } from '../test/hostile-snapshot.ts'
import { bringAxe, look, unfold } from '../test/look.ts'
import { publishedSite, serveUntilTheEnd } from '../test/published-site.ts'
import { until } from '../test/until.ts'

const { events, answer, publish } = await publishedSite()
const origin = await serveUntilTheEnd(answer)
const browser = await testBrowser()

/** A page that fails the test for whatever it asks of others, and for every error it reports. */
async function openPage(options: BrowserContextOptions = {}): Promise<{ page: Page; wrong: string[] }> {
  const context = await browser.newContext(options)
  after(() => context.close())
  const page = await context.newPage()
  await page.clock.setFixedTime('2026-11-22T15:46:00Z')
  const wrong: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(origin) && !url.startsWith('data:image/svg+xml')) wrong.push(`asked for ${url}`)
  })
  page.on(
    'console',
    (message) => message.type() === 'error' && !message.text().includes('404') && wrong.push(message.text()),
  )
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('dialog', (dialog) => {
    wrong.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  return { page, wrong }
}

const paths = [
  '/',
  '/incidents/slowapi00000',
  '/incidents/payfail00000',
  '/history',
  '/calendar',
  '/search',
  '/search?q=card+payments',
  '/search?q=teleporter',
  '/uptime',
  '/subscribe',
  '/nope',
]
const tooWide = 'document.documentElement.scrollWidth - innerWidth'

test('axe finds nothing on any page, light and dark, narrow and wide', async () => {
  const { page: info, ...rest } = acme()
  const content = { ...plainContent, blocks: [...usualBlocks, 'metrics' as const] }
  await publish({ ...rest, page: { ...info, content }, metrics: acmeMetrics() })
  const { page, wrong } = await openPage()
  await bringAxe(page)
  for (const path of paths) {
    await page.goto(origin + path)
    await unfold(page, 'details:not([open]) > summary')
    wrong.push(...(await look(page, path, { everywhere: path === '/', narrow: 320 })))
  }
  assert.deepEqual(wrong, [])
})

test('names of 200 letters fit from 320 to 2560 px', async () => {
  await publish(hostile(`${'W'.repeat(120)} ${'long name '.repeat(8)}`))
  const { page } = await openPage()
  for (const path of paths) {
    await page.goto(origin + path)
    for (const width of [320, 768, 2560]) {
      await page.setViewportSize({ width, height: 800 })
      assert.ok((await page.evaluate<number>(tooWide)) <= 0, `${path} is too wide at ${width}`)
    }
  }
})

// R-STATIC-4: what asks another host, or fails, is in `wrong`.
test('without script the page is complete', async () => {
  await publish(acme())
  const { page, wrong } = await openPage({ javaScriptEnabled: false })
  await page.goto(origin)
  assert.equal(
    await page.locator('h1').textContent(),
    'API · US has been slower or less reliable than usual since 10:42 EST.',
  )
  assert.equal(await page.locator('.post .when').first().textContent(), '22 November 2026, 10:44 EST')
  await page.goto(`${origin}/subscribe`)
  assert.equal(await page.locator('form[method=post] input[type=checkbox]').count(), 5)
  assert.deepEqual(wrong, [])
})

test('a period of the metrics is chosen without script', async () => {
  const { page: info, ...rest } = acme()
  await publish({
    ...rest,
    page: { ...info, content: { ...plainContent, blocks: ['metrics'] } },
    metrics: acmeMetrics(),
  })
  const { page } = await openPage({ javaScriptEnabled: false })
  await page.goto(origin)
  const shown = (period: number) =>
    page.getByRole('img', { name: new RegExp(`^Response time, ${period} day`) }).isVisible()
  assert.deepEqual([await shown(1), await shown(7), await shown(30)], [true, false, false])
  await page.getByRole('radio', { name: '1 day' }).press('ArrowRight')
  assert.deepEqual([await shown(1), await shown(7), await shown(30)], [false, true, false])
})

test('recent times are relative; the clock’s time shows on focus', async () => {
  await publish(acme())
  const { page } = await openPage()
  await page.goto(origin)
  const time = page.locator('.post .when').first()
  assert.equal(await time.locator('.ago').textContent(), '2 minutes ago')
  assert.equal(await time.locator('.clock').isVisible(), false)
  await page.keyboard.press('Tab')
  await time.focus()
  assert.equal(await time.locator('.clock').isVisible(), true)
  assert.match((await time.locator('.clock').textContent()) ?? '', /^22 November 2026, 10:44 EST/)
  assert.equal(await page.locator('.card', { hasText: 'Database upgrade' }).locator('.ago').count(), 0)
})

test('a publication is swapped in: scroll, focus and folds stay, new posts are marked, the change is announced', async () => {
  await publish(acme())
  const { page, wrong } = await openPage({ viewport: { width: 800, height: 500 } })
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await page.goto(origin)
  await page.locator('#older-slowapi00000 > summary').click()
  await page.locator('#part-api000000000 > summary').click()
  await page.locator('.row a').last().focus()
  await page.evaluate("scrollTo({ top: document.querySelector('#past').offsetTop - 100, behavior: 'instant' })")
  const top = () => page.locator('#past').evaluate((heading) => Math.round(heading.getBoundingClientRect().top))
  const before = await top()
  assert.ok(Math.abs(before - 100) <= 1)
  await until(() => events.size() > 0)

  const post = update('slow3', 'monitoring', 'Traffic has moved.\n\nWe are watching.\n\nStill.', {
    displayAt: at('2026-11-22T15:45:30Z'),
  })
  const updates = [post, ...slowApi().updates]
  await publish(acme({ incidents: [slowApi({ updates, status: 'monitoring' }), plannedWork(), pastPayments()] }))
  await page.locator('#post-slow30000000').waitFor()

  assert.equal(await top(), before)
  assert.equal(await page.locator('#announce').textContent(), 'Updated just now')
  assert.equal(await page.locator('#older-slowapi00000').getAttribute('open'), '')
  assert.equal(await page.locator('#part-api000000000').getAttribute('open'), null)
  assert.match(await page.evaluate<string>("document.activeElement.getAttribute('href')"), /payfail/)
  assert.deepEqual(await page.locator('.fresh').evaluateAll((posts) => posts.map((one) => one.id)), [
    'post-slow30000000',
  ])
  assert.equal(asked.filter((path) => path === '/').length, 2)
  assert.deepEqual(wrong, [])
})

test('a page that is left holds no stream, so that a browser keeps it for the way back, and listens again then', async () => {
  await publish(acme())
  const { page, wrong } = await openPage()
  const before = events.size()
  await page.goto(origin)
  await until(() => events.size() === before + 1)
  await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
  await until(() => events.size() === before)
  const post = update('slow4', 'monitoring', 'Traffic has moved.', { displayAt: at('2026-11-22T15:45:30Z') })
  await publish(acme({ incidents: [slowApi({ updates: [post, ...slowApi().updates] })] }))
  await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
  await page.locator('#post-slow40000000').waitFor()
  assert.equal(events.size(), before + 1)
  assert.deepEqual(wrong, [])
})

test('UTC is said once', async () => {
  await publish(acme({ page: { ...acme().page, timeZone: 'UTC' } }))
  const { page } = await openPage({ timezoneId: 'Europe/Berlin' })
  await page.goto(origin)
  const said = () => page.locator('#zone-said').textContent()
  await until(async () => (await said()) === 'Times are in UTC.')
  await page.locator('#zone').click()
  assert.match((await said()) ?? '', /^Times are in Europe\/Berlin \(/)
  await page.locator('#zone').click()
  assert.equal(await said(), 'Times are in UTC.')
})

test('a page whose stream was refused looks again by itself, and listens again', async () => {
  await publish(acme())
  const { page } = await openPage()
  await page.clock.install({ time: '2026-11-22T15:46:00Z' })
  let refused = 0
  await page.route('**/events', (route) => (refused++ === 0 ? route.fulfill({ status: 429 }) : route.continue()))
  await page.goto(origin)
  await until(() => refused === 1)
  const before = events.size()
  const post = update('slow3', 'monitoring', 'Traffic has moved.', { displayAt: at('2026-11-22T15:45:30Z') })
  await publish(acme({ incidents: [slowApi({ updates: [post, ...slowApi().updates] })] }))
  assert.equal(await page.locator('#post-slow30000000').count(), 0)
  await until(async () => {
    await page.clock.fastForward(10_000)
    return events.size() > before
  })
  assert.equal(await page.locator('#post-slow30000000').count(), 1)
})

// S-XSS-1
test('whatever is written in any field, nothing runs and nothing is fetched', async () => {
  const { page, wrong } = await openPage()
  for (const attack of [attacks.join('\n\n'), 'javascript:alert(1)']) {
    await publish(hostile(attack))
    for (const path of paths) {
      await page.goto(origin + path)
      const alien =
        'img, iframe, object, embed, base, style, math, meta[http-equiv], form:not(.subscribe, .search), script:not([src^="/assets/"], [type="application/ld+json"])'
      assert.equal(await page.locator(alien).count(), 0, `${path} ${attack}`)
    }
  }
  assert.deepEqual(wrong, [])
})
