import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme } from '../test/acme-snapshot.ts'
import { testBrowser } from '../test/browser.ts'
import { bringAxe, look } from '../test/look.ts'
import { publishedSite, serveUntilTheEnd } from '../test/published-site.ts'
import { presetKeys } from './presets/index.ts'
import { type ChangeAppearance, changed, plainAppearance } from './schema.ts'

const { answer, publish: publishSnapshot } = await publishedSite()
const origin = await serveUntilTheEnd(answer)
const browser = await testBrowser()

const links = [{ name: 'Help and advice', url: 'https://acme.example/help' }]

async function publish(change: ChangeAppearance, basePath = '') {
  const snapshot = acme()
  const appearance = changed(plainAppearance, { links, footer: 'Made by **Acme**, with care.', ...change })
  await publishSnapshot({ ...snapshot, page: { ...snapshot.page, basePath, appearance } })
}

const page = await browser.newPage()
const wrong: string[] = []
page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
page.on('request', (request) => request.url().startsWith(origin) || wrong.push(request.url().slice(0, 40)))
await bringAxe(page)

// What each page is built of is the same in every preset, and is looked at in ../publishing/page.browser.test.ts.
for (const preset of presetKeys)
  test(`${preset}: text is readable and targets are large enough, light and dark, narrow and wide, and it looks like itself`, async () => {
    await publish({ preset })
    wrong.length = 0
    for (const path of ['/', '/incidents/payfail00000', '/subscribe']) {
      await page.goto(origin + path)
      wrong.push(...(await look(page, path, { narrow: 320, dressed: true })))
    }
    assert.deepEqual(
      wrong.filter((one) => !one.startsWith('data:')),
      [],
    )
    // It does not follow what is published next.
    await page.goto('about:blank')
  })

test('colours of the page’s own reach the reader, in the scheme that was chosen', async () => {
  await publish({ preset: 'board', scheme: 'dark', radius: 3, dark: { accent: '#ffe08a' } })
  const page = await browser.newPage({ colorScheme: 'light' })
  await page.goto(origin)
  const style = (selector: string, name: string) =>
    page.evaluate<string>(
      `getComputedStyle(document.querySelector(${JSON.stringify(selector)})).getPropertyValue('${name}')`,
    )
  assert.equal(await style('html', 'background-color'), 'rgb(13, 19, 28)')
  assert.equal(await style('a.follow', 'color'), 'rgb(255, 224, 138)')
  assert.equal(await style('.card', 'border-top-left-radius'), '3px')
  assert.equal(await style('.tree', 'display'), 'grid', 'tiles, with their uptime too')
  assert.equal(await page.locator('.top nav a').first().getAttribute('href'), 'https://acme.example/help')
  assert.equal(await page.locator('.end .own strong').textContent(), 'Acme')
  await page.emulateMedia({ media: 'print' })
  assert.equal(await style('html', 'background-color'), 'rgb(255, 255, 255)')
  await page.close()
})

test('its style sheet lies below the page, is kept for ever, and outlives the next one for who still asks', async () => {
  const styleOf = async () =>
    /<link rel="stylesheet" href="([^"]+)"/.exec(await (await fetch(origin)).text())?.[1] ?? ''
  await publish({ preset: 'soft' }, '/p/acme')
  const first = await styleOf()
  assert.match(first, /^\/p\/acme\/assets\/page-\w{12}\.css$/)
  await publish({ preset: 'poster' }, '/p/acme')
  assert.notEqual(await styleOf(), first)
  for (const path of [first, await styleOf()]) {
    const response = await fetch(origin + path)
    assert.equal(response.status, 200, path)
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assert.match(response.headers.get('content-type') ?? '', /^text\/css/)
    await response.arrayBuffer()
  }
  for (let radius = 0; radius < 9; radius++) await publish({ preset: 'soft', radius }, '/p/acme')
  assert.equal((await fetch(origin + first)).status, 404)
})
