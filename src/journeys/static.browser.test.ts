import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Request } from 'playwright-core'
import { acmeFile, acmeTokens } from '../test/acme-file.ts'
import { testBrowser } from '../test/browser.ts'
import { testFolder } from '../test/folder.ts'
import { noNginx, startNginx } from '../test/nginx.ts'
import { startUpfront } from '../test/server.ts'
import { until } from '../test/until.ts'

const token = 'journey-0123456789abcdef'
const skip = noNginx ?? false

// R-STATIC-1, R-STATIC-4: killed, and with every other host out of reach.
test('nginx over the files alone serves the whole page, says how old it is, and that its forms are closed', {
  skip,
}, async () => {
  const share = await testFolder()
  const env = { ...acmeTokens, UPFRONT_CONFIG: await acmeFile(await testFolder()), UPFRONT_ADMIN_TOKEN: token }
  const upfront = await startUpfront({ env: { ...env, PUBLISH_FOLDER: share }, onTestServer: true })
  const opened = await fetch(`${upfront.url}/api/v1/incidents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      page: 'acme',
      title: 'Slower pages',
      status: 'investigating',
      body: 'Pages load slowly. We are looking into it.',
      components: { web: 'degraded_performance' },
    }),
  })
  const { id } = (await opened.json()) as { id: string }
  await until(async () => (await (await fetch(upfront.url)).text()).includes('Slower pages'))
  await until(async () =>
    (await readdir(join(share, 'acme/incidents')).catch((): string[] => [])).includes(`${id}.html`),
  )
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(await (await fetch(upfront.url)).text())?.[1] ?? ''
  const paths = ['/', `/incidents/${id}`, '/history', '/subscribe', '/uptime', '/api/v2/summary.json', '/history.rss']
  paths.push(
    '/history.atom',
    '/feed.json',
    '/badge.svg',
    '/badge.json',
    '/calendar.ics',
    '/embed',
    style,
    '/p/acme/history',
  )
  const read = async (origin: string, path: string) => {
    const answer = await fetch(origin + path)
    const kept = ['content-type', 'content-security-policy', 'x-content-type-options', 'access-control-allow-origin']
    const headers = kept.map((name) => answer.headers.get(name)?.toLowerCase() ?? null)
    const text = await answer.text()
    return { path, status: answer.status, headers, hash: hash('sha256', text), text: () => text }
  }
  const plain = ({ text: _, ...answer }: Awaited<ReturnType<typeof read>>) => answer
  const living = await until(async () => {
    const all = await Promise.all(paths.map((path) => read(upfront.url, path)))
    return all.every(({ status }) => status === 200) ? all : null
  })
  // What is rarely asked for is written last.
  const roots = [join(upfront.dataDir, 'published'), share]
  for (const root of roots)
    for (const { path, text } of living.filter((one) => ['/uptime', '/embed'].includes(one.path)))
      await until(async () => (await readFile(join(root, 'acme', `${path}.html`), 'utf8').catch(() => null)) === text())
  await upfront.kill()

  for (const root of roots) {
    const origin = await startNginx({ root })
    assert.deepEqual((await Promise.all(paths.map((path) => read(origin, path)))).map(plain), living.map(plain))
    assert.match((await read(origin, '/')).text(), /Published <time datetime=/)
    const missing = await read(origin, '/nothing-here')
    assert.deepEqual([missing.status, missing.headers[0]], [404, 'text/html; charset=utf-8'])
    assert.match(missing.text(), /<h1/)
    for (const hidden of ['/manifest.json', '/.upfront/here']) assert.equal((await read(origin, hidden)).status, 404)
    const posted = await fetch(`${origin}/subscribe`, {
      method: 'POST',
      body: new URLSearchParams({ email: 'a@b.example' }),
    })
    assert.equal(posted.status, 503)
    assert.equal(posted.headers.get('retry-after'), '60')
    assert.match(await posted.text(), /This form is closed at the moment/)
  }

  const origin = await startNginx({ root: share })
  const browser = await testBrowser()
  const page = await browser.newPage()
  after(() => page.close())
  const failed: string[] = []
  // Aborted by the browser itself: a stream that was answered with 204, and what was under way when the page was left.
  const isOver = (request: Request) => request.failure()?.errorText === 'net::ERR_ABORTED'
  page.on('requestfailed', (request) => isOver(request) || failed.push(request.url()))
  page.on('response', (response) => response.status() >= 400 && failed.push(`${response.status()} ${response.url()}`))
  await page.route('**/*', (route) => (route.request().url().startsWith(origin) ? route.continue() : route.abort()))
  for (const path of ['/', `/incidents/${id}`, '/history', '/uptime']) {
    await page.goto(origin + path, { waitUntil: 'load' })
    assert.notEqual(
      await page.evaluate('getComputedStyle(document.documentElement).backgroundColor'),
      'rgba(0, 0, 0, 0)',
    )
  }
  await page.goto(origin, { waitUntil: 'load' })
  const note = page.locator('main').locator('xpath=preceding-sibling::p[@class="stale"]')
  await until(async () => /last refreshed/.test((await note.textContent()) ?? ''))

  await page.goto(`${origin}/subscribe`, { waitUntil: 'load' })
  assert.equal(await page.locator('#closed').isVisible(), false)
  await page.locator('#email').focus()
  await until(() => page.locator('#closed').isVisible())
  assert.deepEqual(failed, [])
})
