import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { visible } from '../audiences/visible.ts'
import { createComponent } from '../components/create.ts'
import { openIncident } from '../incidents/open.ts'
import { createPage } from '../pages/create.ts'
import { readSnapshot } from '../publishing/read.ts'
import { testBrowser } from '../test/browser.ts'
import { testContext } from '../test/context.ts'
import { testDatabase } from '../test/database.ts'
import { look } from '../test/look.ts'
import { greyPng, svg } from '../test/pictures.ts'
import { publishedSite, serveUntilTheEnd } from '../test/published-site.ts'
import { uploadBytes } from '../uploads/find.ts'
import { keepUpload } from '../uploads/keep.ts'
import { prepareUpload } from '../uploads/prepare.ts'
import { changeAppearance } from './change.ts'

const { ctx, base } = await testContext(await testDatabase(), { seed: 'dress' })
const page = await createPage(ctx, { slug: 'acme', name: 'Acme Cloud' })
await createComponent(ctx, { page: 'acme', key: 'api', name: 'API' })
const incident = await openIncident(ctx, {
  page: 'acme',
  title: 'Slower responses',
  status: 'investigating',
  body: 'We look into it.',
  components: { api: 'degraded_performance' },
})
for (const [name, bytes] of [
  ['logo.svg', svg('<rect width="160" height="40" fill="#123456"/>', 'width="160" height="40"')],
  ['logo-dark.svg', svg('<rect width="160" height="40" fill="#eeeeee"/>', 'width="160" height="40"')],
  ['icon.png', greyPng(64, 64)],
  ['cover.png', greyPng(1600, 400)],
  ['hero.png', greyPng(100, 100)],
] as const)
  await keepUpload(ctx, page.id, await prepareUpload(name, bytes))

const hits: string[] = []
const evil = createServer((req, res) => {
  hits.push(req.url ?? '')
  res.end()
})
await new Promise<void>((ready) => evil.listen(0, '127.0.0.1', ready))
after(() => void evil.close().closeAllConnections())
const there = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`

const { answer, publish } = await publishedSite({ bytesOf: (id) => uploadBytes(base, id) })
const origin = await serveUntilTheEnd(answer)
const browser = await testBrowser()

async function published() {
  const whole = await readSnapshot(base, page.id, new Map())
  assert.ok(whole)
  const { page: read, ...rest } = visible(whole, new Set())
  await publish({ ...rest, page: { ...read, basePath: '', url: origin } })
}

/** Opens a path; what it asked for, by kind, and what the console said. */
async function open(path: string, options = {}) {
  const view = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options })
  const asked: string[] = []
  const wrong: string[] = []
  view.on('request', (request) => asked.push(request.url()))
  view.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
  await view.goto(origin + path, { waitUntil: 'networkidle' })
  return { view, asked, wrong }
}

const style = (selector: string, name: string) =>
  `getComputedStyle(document.querySelector(${JSON.stringify(selector)})).getPropertyValue('${name}')`

test('logo, icon, cover, font, CSS and HTML reach the reader; nothing comes from elsewhere, and axe finds nothing', async () => {
  await changeAppearance(ctx, 'acme', {
    font: 'inter',
    logo: { light: 'logo.svg', dark: 'logo-dark.svg', alt: 'Acme' },
    favicon: { file: 'icon.png', state: true },
    cover: { file: 'cover.png', alt: 'The harbour' },
    css: '.card { outline: 3px solid var(--accent); background-image: url(hero.png); background-size: 1px } h1 { letter-spacing: 1px }',
    headerHtml:
      '<p class="ours">Part of <a href="https://acme.example">Acme</a> <img src="hero.png" alt="Seal" width="20" height="20"></p>',
    footerHtml: '<p>Registered in Berlin</p>',
  })
  await published()
  const { view, asked, wrong } = await open('/')
  assert.equal(await view.evaluate(style('.card', 'outline-width')), '3px')
  assert.equal(await view.evaluate("document.fonts.check('16px Page')"), true)
  assert.equal(
    await view.evaluate(
      "document.querySelector('.brand img').naturalWidth > 0 && document.querySelector('.cover').naturalWidth > 0",
    ),
    true,
  )
  assert.match(String(await view.locator('#icon').getAttribute('href')), /^data:image\/svg\+xml,.*data%3Aimage%2Fpng/)
  assert.equal(await view.evaluate("document.querySelector('.own-html img').naturalWidth > 0"), true)
  for (const path of ['/', `/incidents/${incident.id}`, '/history', '/subscribe']) {
    await view.goto(origin + path)
    wrong.push(...(await look(view, path, { narrow: 320 })))
    if (path !== '/') continue
    await view.emulateMedia({ colorScheme: 'dark' })
    assert.match(await view.evaluate<string>("document.querySelector('.brand img').currentSrc"), /u-/)
  }
  assert.deepEqual(wrong, [])
  assert.deepEqual(
    asked.filter((url) => !url.startsWith(origin) && !url.startsWith('data:')),
    [],
  )
  await view.close()
})

// S-UP-1
test('its files are content by name, kept for ever, and can do nothing where they lie', async () => {
  const text = await (await fetch(origin)).text()
  const paths = [...text.matchAll(/(?:src|srcset|href)="(\/assets\/[uf]-[^"]+)"/g)].map(([, path]) => path!)
  assert.ok(paths.length >= 4, text)
  for (const path of new Set(paths)) {
    const response = await fetch(origin + path)
    await response.arrayBuffer()
    assert.equal(response.status, 200, path)
    assert.equal(
      response.headers.get('content-type'),
      path.endsWith('.png') ? 'image/png' : path.endsWith('.webp') ? 'image/webp' : 'font/woff2',
    )
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assert.equal(response.headers.get('content-security-policy'), "default-src 'none'; sandbox")
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff')
  }
})

test('nothing moves when the font is there', async (t) => {
  for (const font of ['inter', 'source-serif', 'nunito', 'plex-mono']) {
    await changeAppearance(ctx, 'acme', { font, css: null })
    await published()
    const { view } = await open('/')
    const moved = await view.evaluate<number>(
      `new Promise((done) => {
        let sum = 0
        new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value }).observe({ type: 'layout-shift', buffered: true })
        document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(sum))))
      })`,
    )
    assert.ok(moved < 0.02, `${font} moved the page by ${moved}`)
    // Where a machine has none of the fonts that stand in (Debian: fonts-liberation), nothing can be as wide as the page's.
    const standsIn = await view.evaluate<boolean>(
      `[...document.fonts].find((one) => one.family.includes('Page before')).load().then(() => true, () => false)`,
    )
    if (!standsIn) {
      t.diagnostic(`no font of this machine stands in for ${font}`)
      await view.close()
      continue
    }
    const wide = await view.evaluate<number[]>(`['Page', 'Page before'].map((family) => {
      const pen = document.createElement('canvas').getContext('2d')
      pen.font = '100px "' + family + '"'
      return pen.measureText('Card payments are failing for some customers.').width
    })`)
    assert.ok(Math.abs(wide[0]! / wide[1]! - 1) < 0.04, `${font}: ${wide}`)
    await view.close()
  }
})

// S-XSS-4
test('where the reader is asked for something, the page’s own CSS and HTML stay away', async () => {
  await changeAppearance(ctx, 'acme', {
    css: 'form, body::after { content: "x"; opacity: .5 }',
    headerHtml: '<p class="ours">Ours</p>',
  })
  await published()
  const { view } = await open('/subscribe')
  assert.equal(await view.evaluate(style('form', 'opacity')), '1')
  assert.equal(await view.locator('.ours').count(), 0)
  await view.goto(origin)
  assert.equal(await view.locator('.ours').count(), 1)
  await view.close()
})

// S-XSS-4, S-XSS-5
test('CSS and HTML that would ask another host never do, refused, cleaned or slipped past both', async () => {
  const css = [
    `@import url(${there}/import.css);`,
    `@import "${there}/import2.css";`,
    `body { background: url(${there}/a.png) }`,
    `body { background: \\75rl(${there}/b.png) }`,
    `body { background-image: image-set("${there}/c.png" 1x) }`,
    `body { background: src("${there}/d.png") }`,
    `:root { --x: url(${there}/e.png) } body { background: var(--x) }`,
    `input[name="q"] { background: url(${there}/f.png) } a[href] { cursor: url(${there}/g.cur), auto }`,
    `@font-face { font-family: Leak; src: url(${there}/h.woff2); unicode-range: U+0-FFFF } body { font-family: Leak }`,
    `body::before { content: url(${there}/i.png) }`,
    `</style><script src="${there}/j.js"></script>`,
  ]
  const html = [
    `<img src="${there}/k.png">`,
    `<script src="${there}/l.js"></script>`,
    `<iframe src="${there}/m"></iframe>`,
    `<link rel="stylesheet" href="${there}/n.css">`,
    `<div style="background:url(${there}/o.png)">x</div>`,
    `<meta http-equiv="refresh" content="0;url=${there}/p">`,
    `<svg><image href="${there}/q.png"/></svg>`,
  ].join('\n')
  for (const one of css) await assert.rejects(changeAppearance(ctx, 'acme', { css: one }), /cannot look like this/, one)
  await assert.rejects(changeAppearance(ctx, 'acme', { headerHtml: html }), /cannot look like this/)
  const { dropped } = await changeAppearance(
    ctx,
    'acme',
    { css: `.card { margin: 0 }\n${css.slice(0, -1).join('\n')}`, headerHtml: html },
    { drop: true },
  )
  assert.ok(dropped.length >= css.length)
  await published()
  await lookAround()
  // As if both walls had a hole: what the browser is told holds all the same.
  await ctx.db
    .updateTable('appearances')
    .set({ css: css.join('\n') })
    .where('page_id', '=', page.id)
    .execute()
  await published()
  const refused = await lookAround()
  assert.ok(
    refused.some((text) => /Content Security Policy/.test(text)),
    'the style sheet was there, and was held back',
  )
  assert.deepEqual(hits, [])
})

/** What the browser's console says on every kind of page. */
async function lookAround(): Promise<string[]> {
  const { view, wrong } = await open('/')
  for (const path of ['/subscribe', `/incidents/${incident.id}`])
    await view.goto(origin + path, { waitUntil: 'networkidle' })
  await view.close()
  return wrong
}
