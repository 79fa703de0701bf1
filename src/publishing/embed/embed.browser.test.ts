import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { acme, fine, incident, plannedWork, slowApi } from '../../test/acme-snapshot.ts'
import { testBrowser } from '../../test/browser.ts'
import { attacks } from '../../test/hostile-snapshot.ts'
import { look } from '../../test/look.ts'
import { publishedSite, serveUntilTheEnd } from '../../test/published-site.ts'
import { until } from '../../test/until.ts'

const { answer, publish } = await publishedSite()
let down = false
let looks = 0
const status = await serveUntilTheEnd((req, res) => {
  if (req.url === '/embed.json') looks++
  return down ? res.destroy() : answer(req, res)
})
/** The site that embeds: another origin. */
let host: { html: string; policy: string | null } = { html: '', policy: null }
const shop = await serveUntilTheEnd((_req, res) => {
  res.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    ...(host.policy === null ? {} : { 'content-security-policy': host.policy }),
  })
  res.end(host.html)
})
const browser = await testBrowser()

/** A page of the shop with the widget, and all that goes wrong on it. */
async function visit(
  attributes = '',
  { lang = 'en', head = '', policy = null, clock = true, ...options }: Host = {},
): Promise<{ page: Page; wrong: string[] }> {
  host = {
    policy,
    html: `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Shop</title>${head}</head>
<body><main><h1>Shop</h1><p id="text">Buy things.</p><div id="here"></div></main>
<script async src="${status}/embed.js" ${attributes}></script></body></html>`,
  }
  // Nothing moves while it is measured.
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  after(() => context.close())
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
  page.on('pageerror', (error) => wrong.push(error.message))
  page.on('dialog', (dialog) => {
    wrong.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  if (clock) await page.clock.install({ time: '2026-11-22T15:46:00Z' })
  // Whoever is routed has no cache: what was published a moment ago is there at the next look.
  await page.route('**/embed.json', (route) => route.continue())
  await page.goto(shop)
  return { page, wrong }
}
type Host = BrowserContextOptions & { lang?: string; head?: string; policy?: string | null; clock?: boolean }

/** Lets minutes pass until it is so. */
const later = (page: Page, isSo: () => boolean | Promise<boolean>) =>
  until(async () => {
    await page.clock.fastForward(70_000)
    return isSo()
  })

/** Lets minutes pass until two looks more were answered: the first may have been on its way. */
async function lookedAgain(page: Page) {
  const before = looks
  await later(page, () => looks >= before + 2)
}

const box = (page: Page) => page.locator('upfront-status section')
const styleOf = (page: Page, selector: string, name: string) =>
  page.evaluate(
    `getComputedStyle(document.querySelector('upfront-status').shadowRoot.querySelector('${selector}')).${name}`,
  )

test('axe finds nothing on the three forms and in the frame, light and dark, narrow and wide', async () => {
  await publish(acme({ incidents: [slowApi(), incident('other', { title: 'Another one' })] }))
  for (const form of ['corner', 'banner', 'inline'])
    for (const lang of ['en', 'ar']) {
      const { page, wrong } = await visit(`data-form="${form}" data-theme="auto"`, { lang })
      await box(page).waitFor()
      assert.deepEqual([...(await look(page, `${form} ${lang}`)), ...wrong], [])
    }
  const { page } = await visit()
  await page.goto(`${status}/embed`)
  assert.deepEqual(await look(page, 'frame', { everywhere: true, narrow: 320 }), [])
})

// S-XSS-7
test('a hostile page neither breaks it nor is broken by it', async () => {
  await publish(acme())
  const head = `<style>* { all: unset !important; display: none !important } main, main *, html, body { display: block !important }
upfront-status { position: absolute !important; left: -9999px !important; opacity: 0 !important; visibility: hidden !important }</style>
<script src="data:text/javascript,${encodeURIComponent(pollution)}"></script>`
  // The host's own style is inline; the widget needs none of that: see below.
  const policy = `default-src 'none'; script-src data: ${status}; connect-src ${status}; style-src 'unsafe-inline'; require-trusted-types-for 'script'`
  for (const form of ['corner', 'banner']) {
    const { page, wrong } = await visit(`data-form="${form}"`, {
      head,
      clock: false,
      policy,
    })
    await box(page).waitFor()
    const [at, text] = [(await box(page).boundingBox())!, await box(page).locator('b').textContent()]
    assert.equal(text, 'Slower or less reliable than usual')
    await page.keyboard.press('F2')
    assert.ok(at.x >= 0 && at.width > 200 && at.height > 30, JSON.stringify(at))
    for (const [name, value] of Object.entries({
      fontSize: '14px',
      display: 'flex',
      opacity: '1',
      visibility: 'visible',
    }))
      assert.equal(await styleOf(page, 'section', name), value)
    assert.equal(await page.evaluate('getComputedStyle(document.getElementById("text")).fontSize'), '16px')
    assert.deepEqual(await page.evaluate('[...document.body.children].map((one) => one.localName).sort()'), [
      'main',
      'script',
      'upfront-status',
    ])
    assert.deepEqual(await page.evaluate('Object.keys(window).filter((name) => !before.includes(name))'), [])
    assert.deepEqual(wrong, [])
  }
})

/** What old libraries and bad days do to a page's globals. F2 takes it back, since the tools of this test are bitten too. */
const pollution = `
const put = { method: 'POST', body: 'x', credentials: 'include', mode: 'closed', once: false, signal: 1, form: 'x', en: 1 }
const [iterator, { append, replaceChildren }, { trim }] = [Array.prototype[Symbol.iterator], Element.prototype, String.prototype]
const broken = () => { throw new Error('broken by the host page') }
const { URL, Map, Set } = window
Object.assign(Object.prototype, put)
Array.prototype.toJSON = () => 'broken'
Array.prototype[Symbol.iterator] = broken
Element.prototype.append = Element.prototype.replaceChildren = String.prototype.trim = broken
window.URL = window.Map = window.Set = window.name = 'overwritten'
addEventListener('keydown', () => {
  Array.prototype[Symbol.iterator] = iterator
  for (const name of Object.keys(put)) delete Object.prototype[name]
  delete Array.prototype.toJSON
  Object.assign(Element.prototype, { append, replaceChildren })
  String.prototype.trim = trim
  Object.assign(window, { URL, Map, Set })
})
window.before = Object.keys(window).concat('before')
`

test('a strict policy needs the script’s and the connection’s host, and nothing for styles', async () => {
  await publish(acme())
  const policy = `default-src 'none'; script-src ${status}; connect-src ${status}; require-trusted-types-for 'script'; trusted-types 'none'`
  const { page, wrong } = await visit('', { policy })
  await box(page).waitFor()
  assert.equal(await styleOf(page, 'section', 'position'), 'fixed')
  assert.equal(await styleOf(page, 'i', 'backgroundColor'), 'rgb(185, 137, 0)')
  assert.deepEqual(wrong, [])
})

test('it speaks the language of the host page, from right to left where that is so', async () => {
  await publish(acme())
  for (const [lang, words] of Object.entries({
    'de-AT': 'Langsamer oder unzuverlässiger als sonst',
    ja: '普段より遅いか不安定です',
    sw: 'Slower or less reliable than usual',
    ar: 'أبطأ أو أقل موثوقية من المعتاد',
  })) {
    const { page } = await visit('', { lang })
    await box(page).waitFor()
    assert.equal(await box(page).locator('b').textContent(), words)
    assert.equal(await box(page).getAttribute('dir'), lang === 'ar' ? 'rtl' : 'ltr')
  }
})

test('it is closed by button or Escape until there is something else to tell; no cookie, no lasting storage', async () => {
  await publish(acme())
  const { page, wrong } = await visit()
  await box(page).getByRole('button', { name: 'Close' }).focus()
  await page.keyboard.press('Escape')
  assert.equal(await box(page).count(), 0)
  await page.reload()
  await lookedAgain(page)
  assert.equal(await box(page).count(), 0)
  await publish(acme({ incidents: [slowApi(), incident('other', { title: 'Another one' })] }))
  await later(page, () => box(page).getByText('Another one').isVisible())
  assert.equal(await page.evaluate('document.cookie + localStorage.length'), '0')
  assert.deepEqual(wrong, [])
})

test('it follows the page: nothing while all is well, back when it is not, gone when the page cannot be read', async () => {
  await publish(fine())
  const { page, wrong } = await visit()
  await lookedAgain(page)
  assert.equal(await box(page).count(), 0)
  await publish(acme({ incidents: [plannedWork({ status: 'in_progress' })] }))
  await later(page, () => box(page).isVisible())
  down = true
  await later(page, async () => (await box(page).count()) === 0)
  down = false
  assert.deepEqual(
    wrong.filter((what) => !what.includes('net::')),
    [],
  )
})

test('an inline one stands where it is put, says that all is well, and leads to the page', async () => {
  await publish(fine())
  const { page } = await visit('data-form="inline" data-target="#here"')
  const link = page.locator('#here upfront-status a')
  await link.waitFor()
  assert.equal(await box(page).locator('b').textContent(), 'Everything is working')
  assert.equal(await link.getAttribute('href'), `${status}/`)
  assert.equal(await box(page).locator('button').count(), 0)
})

// S-XSS-1
test('whatever an incident is called, it is text', async () => {
  for (const attack of [attacks.join(' '), 'javascript:alert(1)']) {
    await publish(acme({ page: { ...acme().page, name: attack }, incidents: [slowApi({ title: attack })] }))
    const { page, wrong } = await visit()
    await box(page).waitFor()
    const inside = await box(page).evaluate((one) =>
      [...one.querySelectorAll('*')].map(({ localName }) => localName).join(),
    )
    assert.equal(inside, 'i,div,b,a,button', attack)
    assert.deepEqual(wrong, [])
  }
})

// S-XSS-7
test('the frame shows the page’s state on another site, and no other page does', async () => {
  await publish(acme())
  const { page } = await visit()
  host = { policy: null, html: `<iframe src="${status}/embed" title="Status"></iframe>` }
  await page.goto(shop)
  const heading = page.frameLocator('iframe').locator('h1')
  await heading.waitFor()
  assert.match((await heading.textContent()) ?? '', /API · US has been slower/)
  host.html = `<iframe src="${status}/" title="Status"></iframe>`
  const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'))
  await page.goto(shop)
  await refused
})
