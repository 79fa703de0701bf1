import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { acme, at, pastPayments, slowApi } from '../test/acme-snapshot.ts'
import { testFolder } from '../test/folder.ts'
import { seededRandom } from '../test/random.ts'
import { readAssets } from './assets.ts'
import { documentsOf } from './documents.ts'
import { createEvents } from './events.ts'
import { createServe, prepareAssets } from './serve.ts'
import { openSite } from './site/site.ts'

const random = seededRandom()
const edition = readAssets(join(import.meta.dirname, '../../public'))
const site = await openSite({ slug: 'acme', folder: await testFolder(), random })
const old = pastPayments({ id: 'old000000000', updatedAt: at('2026-01-01T00:00:00Z') })
await site.publish(documentsOf(acme({ incidents: [slowApi(), old] }), edition), 7)
await site.settled()
const { serve } = createServe({
  locate: (host, slug) => ((slug === null ? host === 'evil.example' : slug !== 'acme') ? null : site),
  routed: (path) =>
    path === '/console' || path === '/subscribe' || path.startsWith('/console/') || path.startsWith('/hooks/'),
  events: createEvents({ random }),
  assets: await prepareAssets(edition.files),
})
const server = createServer((req, res) => {
  if (!serve(req, res)) res.writeHead(418, { 'x-router': 'yes' }).end()
})
await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
after(() => server.close().closeAllConnections())

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer }
function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((answered, failed) => {
    const { port } = server.address() as AddressInfo
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, async (res) => {
      const body = Buffer.concat(await res.toArray())
      answered({ status: res.statusCode!, headers: res.headers, body })
    })
    sent.on('error', failed).end()
  })
}

test('the front in each form, with the headers that keep it safe and fresh', async () => {
  const plain = await ask('/')
  assert.equal(plain.status, 200)
  assert.equal(plain.headers['content-type'], 'text/html; charset=utf-8')
  assert.equal(plain.headers.vary, 'Accept-Encoding')
  assert.equal(plain.headers['cache-control'], 'public, max-age=1, stale-if-error=86400')
  assert.equal(
    plain.headers['content-security-policy'],
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  )
  assert.equal(plain.headers['x-content-type-options'], 'nosniff')
  assert.equal(plain.headers['content-length'], String(plain.body.length))
  const [br, gzip] = [await ask('/', { 'accept-encoding': 'gzip, br' }), await ask('/', { 'accept-encoding': 'gzip' })]
  assert.deepEqual(brotliDecompressSync(br.body), plain.body)
  assert.deepEqual(gunzipSync(gzip.body), plain.body)
  assert.equal(new Set([plain, br, gzip].map((one) => one.headers.etag)).size, 3)
})

test('what the reader has is not sent again', async () => {
  const { headers } = await ask('/', { 'accept-encoding': 'br' })
  const again = await ask('/', { 'accept-encoding': 'br', 'if-none-match': `"other", W/${headers.etag}` })
  assert.equal(again.status, 304)
  assert.equal(again.body.length, 0)
  assert.equal(again.headers.etag, headers.etag)
  assert.equal(again.headers.vary, 'Accept-Encoding')
  assert.equal((await ask('/', { 'if-none-match': '"other"' })).status, 200)
})

// S-CACHE-2 without readers who sign in; with them: src/audiences/caches.db.test.ts; by host: src/journeys/hosts.db.test.ts.
test('nothing that a cache does not tell apart changes an answer', async () => {
  const lies = {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-prefix': '/evil',
    'x-original-url': '/console',
    'x-http-method-override': 'POST',
    'accept-language': 'de',
    'user-agent': 'evil',
    accept: 'application/json',
    origin: 'https://evil.example',
    cookie: 'upfront=evil',
    range: 'bytes=0-9',
  }
  const bare = ({ status, headers: { date: _, ...headers }, body }: Answer) => ({ status, headers, body })
  for (const path of ['/', '/history', '/api/v2/summary.json', '/history.rss', '/badge.svg', '/nope']) {
    const before = bare(await ask(path))
    for (const [name, value] of Object.entries(lies))
      assert.deepEqual(bare(await ask(path, { [name]: value })), before, `${path} ${name}`)
    for (const query of ['?utm_source=mail', '?callback=evil', '?%00', '?lang'])
      assert.deepEqual(bare(await ask(path + query)), before, path + query)
  }
})

// S-CACHE-4: what was public is nowhere half a minute after it is not; what a cache keeps longer holds no news.
test('news is kept by caches for half a minute at most', async () => {
  const keptFor = (value: string) =>
    ['max-age', 's-maxage', 'stale-while-revalidate']
      .map((name) => Number(new RegExp(`\\b${name}=(\\d+)`).exec(value)?.[1] ?? 0))
      .reduce((all, one) => all + one)
  for (const path of [...site.records().keys(), '/incidents/old000000000', '/nope']) {
    const value = (await ask(path)).headers['cache-control'] ?? ''
    if (path === '/embed.js' || path.startsWith('/assets/')) continue
    assert.ok(/no-store/.test(value) || keptFor(value) <= 30, `${path}: ${value}`)
  }
})

test('HEAD tells the same without a body; ranges and queries change nothing', async () => {
  const [get, head] = [await ask('/history'), await ask('/history', {}, 'HEAD')]
  const withoutDate = ({ date: _, ...rest }: IncomingHttpHeaders) => rest
  assert.deepEqual(withoutDate(head.headers), withoutDate(get.headers))
  assert.equal(head.body.length, 0)
  assert.equal((await ask('/', { range: 'bytes=0-9' })).status, 200)
  assert.deepEqual((await ask('/?utm_source=mail&x')).body, (await ask('/')).body)
})

test('the API, feeds and badges are open to every origin, pages are not', async () => {
  for (const path of [
    '/api/v2/summary.json',
    '/history.rss',
    '/history.atom',
    '/feed.json',
    '/badge.svg',
    '/badge.json',
  ]) {
    const { status, headers } = await ask(path)
    assert.equal(status, 200, path)
    assert.equal(headers['access-control-allow-origin'], '*', path)
  }
  assert.equal((await ask('/')).headers['access-control-allow-origin'], undefined)
})

test('an unknown path is a real 404 with a way on, save for the router’s own', async () => {
  for (const path of [
    '/nope',
    '/incidents/unknown00000',
    '/history/1999-01',
    '/%2e%2e/etc/passwd',
    '/index.html/x',
    '//evil.example/',
  ]) {
    const { status, body } = await ask(path)
    assert.equal(status, 404, path)
    assert.match(body.toString(), /There is nothing at this address/, path)
  }
  assert.equal((await ask('/console')).status, 418)
  assert.equal((await ask('/console/sign-in')).status, 418)
  assert.equal((await ask('/subscribe', {}, 'POST')).status, 418)
  assert.equal((await ask('/nope', { 'if-none-match': '*' })).status, 404)
})

test('nothing can be sent to a published file; what is not there is the router’s to say', async () => {
  for (const path of ['/', '/history', '/p/acme/api/v2/summary.json', '/incidents/old000000000'])
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const { status, headers } = await ask(path, {}, method)
      assert.deepEqual([status, headers.allow], [405, 'GET, HEAD'], `${method} ${path}`)
    }
  for (const path of ['/nope', '/console', '/api/v2/subscribers.json', '/p/other/'])
    assert.equal((await ask(path, {}, 'POST')).status, 418, path)
})

test('other spellings of an address redirect to the one', async () => {
  const cases = {
    '/history/': '/history',
    '/history.html': '/history',
    '/index.html': '/',
    '/incidents/slowapi00000.html?x': '/incidents/slowapi00000',
    '/p/acme/history/': '/p/acme/history',
  }
  for (const [from, to] of Object.entries(cases)) {
    const { status, headers } = await ask(from)
    assert.deepEqual([status, headers.location], [301, to], from)
  }
  assert.equal((await ask('/404.html')).status, 404)
})

test('pages by name and by host; unknown ones are left to the router', async () => {
  assert.deepEqual((await ask('/p/acme')).body, (await ask('/')).body)
  assert.deepEqual((await ask('/p/acme/history')).body, (await ask('/history')).body)
  assert.equal((await ask('/p/other/')).status, 418)
  assert.equal((await ask('/', { host: 'evil.example' })).status, 418)
})

test('a cold page comes from disk, and a lost one says to come back', async () => {
  assert.match((await ask('/incidents/old000000000')).body.toString(), /Card payments failing/)
})

test('files that pages refer to never change under their name', async () => {
  const { style, script } = edition.assets
  const [css, js] = [await ask(style), await ask(script)]
  assert.equal(css.headers['cache-control'], 'public, max-age=31536000, immutable')
  assert.equal(css.headers['content-type'], 'text/css; charset=utf-8')
  assert.equal(js.headers['content-type'], 'text/javascript; charset=utf-8')
  assert.equal((await ask('/assets/page-000000000000.css')).status, 404)
})

test('the front with its style and script is light', async () => {
  const paths = ['/', edition.assets.style, edition.assets.script]
  const sizes = await Promise.all(paths.map(async (path) => (await ask(path, { 'accept-encoding': 'br' })).body.length))
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 35_000, String(sizes))
})
