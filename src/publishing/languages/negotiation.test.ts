import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme } from '../../test/acme-snapshot.ts'
import { publishedSite, serveUntilTheEnd } from '../../test/published-site.ts'
import { chooseLanguage } from './choose.ts'

const { answer, publish, site } = await publishedSite()
const origin = await serveUntilTheEnd(answer)
const offering = (languages: string[], language = 'en') => {
  const snapshot = acme()
  return publish({ ...snapshot, page: { ...snapshot.page, language, languages } })
}
async function ask(path: string, language?: string, headers: Record<string, string> = {}) {
  const wanted: Record<string, string> = language === undefined ? {} : { 'accept-language': language }
  const response = await fetch(origin + path, { headers: { ...wanted, ...headers }, redirect: 'manual' })
  return { status: response.status, headers: response.headers, body: await response.text() }
}
const langOf = (body: string) => /<html lang="(\w+)"/.exec(body)?.[1]

test('the reader’s language by weight and order; the page’s own where none fits', () => {
  const chosen = (accepted: string | undefined) => chooseLanguage(['en', 'de', 'fr'], 'en', accepted)
  assert.equal(chosen('de-AT,de;q=0.9,en;q=0.5'), 'de')
  assert.equal(chosen('en;q=0.2, FR ; q=0.9'), 'fr')
  assert.equal(chosen('fr,de'), 'fr')
  assert.equal(chosen('ja, *;q=0.1, de;q=0.05'), 'en')
  assert.equal(chosen('de;q=0, en'), 'en')
  for (const odd of [undefined, '', 'xx', ';;;,', 'de;q=abc', 'de;q=7', `${'de,'.repeat(2000)}`])
    assert.equal(chosen(odd), 'en', `${odd}`.slice(0, 20))
})

test('a page with one language says nothing of languages, whatever is asked for', async () => {
  await offering(['en'])
  const [plain, german] = [await ask('/'), await ask('/', 'de')]
  assert.equal(german.body, plain.body)
  assert.equal(german.headers.get('vary'), 'Accept-Encoding')
  assert.equal(german.headers.get('content-language'), null)
  assert.doesNotMatch(plain.body, /hreflang/)
  assert.equal((await ask('/de')).status, 404)
})

test('the plain address answers in the reader’s language and says so; every other has one', async () => {
  await offering(['en', 'de', 'ar'])
  const cases = { en: 'en', 'de-CH,de;q=0.8': 'de', 'ar;q=0.9, ja': 'ar', ja: 'en' }
  for (const path of ['/', '/history', '/subscribe', '/uptime', '/incidents/slowapi00000'])
    for (const [wanted, lang] of Object.entries(cases)) {
      const { status, headers, body } = await ask(path, wanted)
      assert.equal(status, 200, path)
      assert.equal(langOf(body), lang, `${path} ${wanted}`)
      assert.equal(headers.get('content-language'), lang)
      assert.equal(headers.get('vary'), 'Accept-Encoding, Accept-Language')
    }
  const own = await ask('/de', 'ar')
  assert.equal(langOf(own.body), 'de')
  assert.equal(own.headers.get('content-language'), 'de')
  assert.equal(own.headers.get('vary'), 'Accept-Encoding')
  assert.equal(langOf((await ask('/en/history', 'de')).body), 'en')
  for (const path of ['/api/v2/summary.json', '/history.rss', '/badge.svg']) {
    const { headers, body } = await ask(path, 'de')
    assert.equal(headers.get('vary'), 'Accept-Encoding', path)
    assert.equal(body, (await ask(path)).body)
  }
})

test('links stay in the language, files are there once, the choice and search engines know them all', async () => {
  const { body } = await ask('/de')
  const links = [...body.matchAll(/href="(\/[^"]*)"/g)].map((match) => match[1]!)
  assert.ok(links.includes('/de/history') && links.includes('/de/incidents/slowapi00000'))
  const plain = links.filter((link) => !/^\/(de|en|ar)(\/|$)/.test(link) && !link.startsWith('/assets/'))
  for (const link of plain) assert.match(link, /\.(rss|atom|json|ics)$/)
  assert.match(body, /data-events="\/events"/)
  assert.match(body, /<a href="\/ar" hreflang="ar" lang="ar">العربية<\/a>/)
  assert.match(body, /<link rel="alternate" hreflang="x-default" href="http:\/\/status\.acme\.example\/">/)
  assert.match(body, /<link rel="canonical" href="http:\/\/status\.acme\.example\/de">/)
  assert.match((await ask('/ar/history')).body, /<html lang="ar" dir="rtl"/)
})

test('what is known is not sent again, in each language; unknown paths are missing in it', async () => {
  const german = await ask('/', 'de')
  const etag = german.headers.get('etag') ?? ''
  const again = await ask('/', 'de', { 'if-none-match': etag })
  assert.equal(again.status, 304)
  assert.equal(again.headers.get('vary'), 'Accept-Encoding, Accept-Language')
  assert.equal((await ask('/', 'en', { 'if-none-match': etag })).status, 200)
  for (const [path, wanted, lang] of [
    ['/nope', 'de', 'de'],
    ['/nope', 'ja', 'en'],
    ['/ar/nope', 'de', 'ar'],
    ['/de/404', 'en', 'de'],
  ] as const) {
    const missing = await ask(path, wanted)
    assert.equal(missing.status, 404, path)
    assert.equal(langOf(missing.body), lang, path)
  }
  assert.equal((await ask('/de/')).headers.get('location'), '/de')
})

test('only the page’s own language is made before it is served; a language that goes is gone', async () => {
  const kinds = [...site.records()].filter(([path]) => path.startsWith('/de/')).map(([, { kind }]) => kind)
  assert.ok(kinds.length > 4)
  assert.deepEqual(new Set(kinds), new Set(['cold']))
  await offering(['en', 'ar'])
  assert.equal((await ask('/de')).status, 404)
  assert.equal(langOf((await ask('/', 'de')).body), 'en')
})
