import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { type AnalyticsKey, type ChatKey, chatKeys, providerOf } from '../content/providers/index.ts'
import type { Content } from '../content/schema.ts'
import { acmeContent } from '../test/acme-content.ts'
import { acme } from '../test/acme-snapshot.ts'
import { testBrowser } from '../test/browser.ts'
import { look } from '../test/look.ts'
import { publishedSite, serveUntilTheEnd } from '../test/published-site.ts'
import { until } from '../test/until.ts'

const { answer, publish } = await publishedSite()
const origin = await serveUntilTheEnd(answer)
const browser = await testBrowser()

const show = (content: Partial<Content>) => {
  const snapshot = acme()
  return publish({ ...snapshot, page: { ...snapshot.page, content: acmeContent(content) } })
}
const counting = (...keys: AnalyticsKey[]): Content['analytics'] =>
  keys.map((provider) => ({
    provider,
    id: providerOf(provider).id.example,
    ...(provider === 'matomo' && { host: 'https://matomo.acme.example/m' }),
  }))
const chatOf = (provider: ChatKey) => ({ provider, id: providerOf(provider).id.example })

/** A page for which every host of others is a stub; what it asked them for, and what went wrong, policy included. */
async function visit(options: BrowserContextOptions & { refuses?: boolean } = {}) {
  const { refuses = false, ...rest } = options
  const context = await browser.newContext(rest)
  after(() => context.close())
  if (refuses) await context.addInitScript("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
  const asked: string[] = []
  const wrong: string[] = []
  await context.route(
    (url) => url.origin !== origin,
    (route) => {
      asked.push(route.request().url())
      return route.fulfill({ contentType: 'text/javascript', body: `document.documentElement.dataset.loaded = 'yes'` })
    },
  )
  const page = await context.newPage()
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
  page.on('pageerror', (error) => wrong.push(error.message))
  await page.goto(origin)
  return { page, asked, wrong }
}
const loaded = (asked: string[], count: number) => until(async () => asked.length >= count)
const ask = (page: Page) => page.locator('#ask')
const cookies = 'document.cookie + JSON.stringify(Object.keys(localStorage))'

test('nothing is asked of anybody before the reader agrees; then exactly what was chosen', async () => {
  await show({ analytics: counting('ga4', 'plausible', 'matomo', 'fathom'), chat: chatOf('crisp') })
  const { page, asked, wrong } = await visit()
  await ask(page).waitFor()
  assert.match(await ask(page).innerText(), /Google Analytics 4, Plausible and 2 more/)
  assert.deepEqual(asked, [])
  assert.equal(await page.evaluate(cookies), '[]')
  await ask(page).getByRole('button', { name: 'Yes' }).click()
  await loaded(asked, 4)
  assert.deepEqual(asked.toSorted(), [
    'https://cdn.usefathom.com/script.js',
    'https://matomo.acme.example/m/matomo.js',
    'https://plausible.io/js/script.js',
    'https://www.googletagmanager.com/gtag/js?id=G-A1B2C3D4E5',
  ])
  assert.equal(await page.locator('script[data-domain]').getAttribute('data-domain'), 'status.acme.example')
  assert.equal(await page.locator('script[data-site]').getAttribute('data-site'), 'ABCDEFGH')
  assert.deepEqual(await page.evaluate('JSON.parse(JSON.stringify(window._paq.slice(0, 3)))'), [
    ['disableCookies'],
    ['setTrackerUrl', 'https://matomo.acme.example/m/matomo.php'],
    ['setSiteId', '7'],
  ])
  assert.equal(await ask(page).isVisible(), false)
  await page.goto(`${origin}/history`)
  await loaded(asked, 8)
  assert.equal(await ask(page).isVisible(), false)
  await page.goto(`${origin}/subscribe`)
  await page.waitForLoadState('networkidle')
  assert.equal(asked.length, 8)
  assert.deepEqual(wrong, [])
})

test('no is remembered, and can be changed at the foot, both ways', async () => {
  await show({ analytics: counting('ga4') })
  const { page, asked, wrong } = await visit()
  await ask(page).getByRole('button', { name: 'No' }).click()
  await page.reload()
  await page.getByRole('button', { name: 'Counting of visits' }).waitFor()
  assert.equal(await ask(page).isVisible(), false)
  assert.deepEqual(asked, [])
  await page.getByRole('button', { name: 'Counting of visits' }).click()
  assert.equal(await page.evaluate('document.activeElement.id'), 'ask')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await loaded(asked, 1)
  await page.evaluate("document.cookie = '_ga=GA1.1; path=/'")
  await page.getByRole('button', { name: 'Counting of visits' }).click()
  await Promise.all([page.waitForEvent('load'), ask(page).getByRole('button', { name: 'No' }).click()])
  assert.equal(await page.evaluate('document.cookie'), '')
  assert.equal(asked.length, 1)
  assert.deepEqual(wrong, [])
})

test('an answer holds for those whom it was given for', async () => {
  await show({ analytics: counting('ga4') })
  const { page, asked } = await visit()
  await ask(page).getByRole('button', { name: 'Yes' }).click()
  await loaded(asked, 1)
  await show({ analytics: counting('ga4', 'plausible') })
  await page.reload()
  await ask(page).waitFor()
  assert.equal(asked.length, 1)
})

test('what keeps nothing may count at once where the page says so; what keeps something never does', async () => {
  await show({ analytics: counting('ga4', 'plausible'), consent: 'cookieless' })
  const { page, asked } = await visit()
  await ask(page).waitFor()
  await loaded(asked, 1)
  assert.deepEqual(asked, ['https://plausible.io/js/script.js'])
  assert.doesNotMatch(await ask(page).innerText(), /Plausible/)
})

test('a browser that says no is taken at its word, without a question', async () => {
  await show({ analytics: counting('ga4', 'plausible'), consent: 'cookieless' })
  const { page, asked } = await visit({ refuses: true })
  await page.waitForLoadState('networkidle')
  assert.equal(await ask(page).isVisible(), false)
  assert.equal(await page.getByRole('button', { name: 'Counting of visits' }).isVisible(), false)
  assert.deepEqual(asked, [])
})

for (const provider of chatKeys) {
  test(`${providerOf(provider).name} loads when somebody asks for it, once, from its own host alone`, async () => {
    await show({ chat: chatOf(provider) })
    const { page, asked, wrong } = await visit()
    const button = page.getByRole('region', { name: 'Contact' }).getByRole('button', { name: 'Chat with us' })
    await button.waitFor()
    assert.deepEqual(asked, [])
    await button.click()
    await page.locator('html[data-loaded]').waitFor({ state: 'attached' })
    const hosts = providerOf(provider).allows('')['script-src'] ?? []
    assert.equal(asked.length, 1)
    assert.ok(hosts.includes(new URL(asked[0] ?? '').origin), asked[0])
    const id = providerOf(provider).id.example
    const told = `${asked[0]} ${await page.evaluate('JSON.stringify([window.intercomSettings, window.CRISP_WEBSITE_ID, window.Beacon && window.Beacon.readyQueue])')}`
    assert.ok(told.includes(id), told)
    await button.click()
    assert.equal(asked.length, 1)
    assert.deepEqual(wrong, [])
  })
}

test('what a page publishes meanwhile leaves the chat where it was', async () => {
  await show({ chat: chatOf('crisp') })
  const { page } = await visit()
  await show({ chat: chatOf('crisp'), texts: [] })
  await until(async () => (await page.locator('#text-promise').count()) === 0)
  assert.equal(await page.locator('main [data-visit="chat"]').isVisible(), true)
})

test('without script there is no button that does nothing, and everything else is there', async () => {
  await show({ chat: chatOf('crisp'), analytics: counting('ga4') })
  const { page, asked } = await visit({ javaScriptEnabled: false })
  assert.equal(await page.locator('[data-visit]:visible').count(), 0)
  await page.getByText('Is my data safe?').click()
  assert.equal(await page.getByText('it is kept in three places').isVisible(), true)
  await page.goto(`${origin}/#faq-wo-liegen-die-server`)
  assert.equal(await page.getByText('In Virginia und in Frankfurt.').isVisible(), true)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.getByText('it is kept in three places').isVisible(), true)
  assert.deepEqual(asked, [])
})

test('axe finds nothing on a full page, light and dark, narrow and wide', async () => {
  const blocks: Content['blocks'] = [
    'search',
    'announcement',
    'state',
    'components',
    'uptime',
    'faq',
    'contact',
    'social',
    'text:promise',
  ]
  await show({
    analytics: counting('ga4'),
    chat: chatOf('crisp'),
    blocks,
    view: 'matrix',
    matrix: { rows: 'product', columns: 'region' },
  })
  const { page, wrong } = await visit()
  await ask(page).waitFor()
  for (const fold of await page.locator('.faq summary').all()) await fold.click()
  assert.deepEqual([...(await look(page, 'full', { everywhere: true, narrow: 320 })), ...wrong], [])
})
