import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme, at, incident, pastPayments, slowApi, update } from '../../test/acme-snapshot.ts'
import { attacks, hostile } from '../../test/hostile-snapshot.ts'
import { publishedSite, serveUntilTheEnd } from '../../test/published-site.ts'

const { site, answer, publish, missed } = await publishedSite()
const origin = await serveUntilTheEnd(answer)
const ask = async (query: string, init: RequestInit = {}) => {
  const got = await fetch(`${origin}/search?q=${query}`, init)
  return { status: got.status, headers: got.headers, body: await got.text() }
}
const titles = (body: string) =>
  [...body.matchAll(/<h3><a href="([^"]*)"><bdi>(.*?)<\/bdi>/g)].map(([, href, title]) => [href, title])

test('posts and titles are found, marked, and led to', async () => {
  await publish(acme())
  const { status, headers, body } = await ask('card+pay')
  assert.equal(status, 200)
  assert.equal(headers.get('cache-control'), 'private, no-store')
  assert.equal(headers.get('x-robots-tag'), 'noindex')
  assert.equal(headers.get('etag'), null)
  assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'/)
  assert.match(body, /<meta name="robots" content="noindex">/)
  assert.deepEqual(
    titles(body).map(([href]) => href),
    ['/incidents/planned00000', '/incidents/payfail00000'],
  )
  assert.match(body, /2 results for “<bdi>card pay<\/bdi>”/)
  assert.match(body, /<mark>Card<\/mark> <mark>payments<\/mark> failing/)
  assert.match(body, /name="q" type="search" value="card pay"/)
  assert.equal((await ask('database+replicas')).body.match(/<li><h3>/g)?.length, 1)
})

test('nothing found says what to do, and is told without anything of the reader', async () => {
  missed.length = 0
  const { status, body } = await ask('teleporter')
  assert.equal(status, 200)
  assert.match(body, /Nothing was found for “<bdi>teleporter<\/bdi>”[\s\S]*Try fewer words[\s\S]*href="\/history"/)
  assert.deepEqual(missed, ['acme: teleporter'])
  await ask('')
  await ask('%20..%20')
  assert.equal(missed.length, 1)
})

test('what is withdrawn is not found, what was edited is found as it is now; a new version is searched at once', async () => {
  await publish(acme())
  assert.equal(titles((await ask('wrong+bank')).body).length, 0)
  assert.equal(titles((await ask('nobody+charged+twice')).body).length, 1)
  await publish(acme({ incidents: [slowApi({ title: 'Teleporter slow' }), pastPayments()] }))
  assert.deepEqual(titles((await ask('teleporter')).body), [
    ['/incidents/slowapi00000', '<mark>Teleporter</mark> slow'],
  ])
})

test('questions of any kind are answered, in words', async () => {
  await publish(acme())
  const long = await ask('x'.repeat(10_000))
  assert.equal(long.status, 400)
  assert.match(long.body, /at most 200 letters/)
  assert.ok(!long.body.includes('xxxxx'))
  for (const query of [
    '%',
    '%E0%A4%A',
    '%00%08',
    '$%26$1',
    'a&q=b',
    '%F0%9F%92%A9',
    encodeURIComponent('\ud83d'.toWellFormed()),
  ])
    assert.equal((await ask(query)).status, 200, query)
  assert.equal((await fetch(`${origin}/search`)).status, 200)
  const head = await fetch(`${origin}/search?q=card`, { method: 'HEAD' })
  assert.equal(await head.text(), '')
  assert.ok(Number(head.headers.get('content-length')) > 1000)
})

test('no question and nothing that is found becomes markup', async () => {
  const { page, components } = hostile(attacks.join('\n\n'))
  // Each in an incident of its own, so that each is what an answer quotes.
  const incidents = attacks.map((text, i) =>
    incident(`attack${i}`, { title: text, updates: [update(`text${i}`, 'identified', text)] }),
  )
  await publish(acme({ page, components, incidents }))
  for (const attack of attacks) {
    const { body } = await ask(encodeURIComponent(attack.slice(0, 200).toWellFormed()))
    const without = body.replaceAll(/<\/?mark>/g, '')
    assert.equal(without.match(/<script/g)?.length, 1, attack)
    assert.doesNotMatch(without, /<(img|iframe|style|base|math|svg onload|mglyph|object|embed)/i, attack)
    for (const [tag] of without.matchAll(/<[a-z][^>]*>/gi))
      assert.doesNotMatch(tag.replace(/"[^"]*"/g, '""'), / on\w+=|javascript:/i, tag)
  }
})

test('the published file says that search is closed, for servers that answer no questions', async () => {
  await publish(acme())
  const entry = await site.find('/search')
  assert.match(entry!.bodies.plain.toString(), /Search is closed at the moment/)
})

test('months are searched by their own files: a new post changes one of them', async () => {
  const old = pastPayments({ id: 'old000000000', startedAt: at('2026-01-10T00:00:00Z') })
  const etag = async (path: string) => (await site.find(path))?.plain.etag
  await publish(acme({ incidents: [slowApi(), old] }))
  const [january, november] = [await etag('/search/2026-01.json'), await etag('/search/2026-11.json')]
  await publish(acme({ incidents: [slowApi({ title: 'Slower still' }), old] }))
  assert.equal(await etag('/search/2026-01.json'), january)
  assert.notEqual(await etag('/search/2026-11.json'), november)
})

test('the FAQ is searched where the page shows it', async () => {
  const { page } = acme()
  const faq = [{ question: 'How do I get a refund?', answer: 'By *card*, within a week.' }]
  await publish(acme({ page: { ...page, content: { ...page.content, faq } } }))
  assert.deepEqual(titles((await ask('refund+week')).body), [
    ['/#faq-how-do-i-get-a-refund', 'How do I get a <mark>refund</mark>?'],
  ])
  await publish(acme({ page: { ...page, content: { ...page.content, faq, blocks: ['state'] } } }))
  assert.equal(titles((await ask('refund')).body).length, 0)
})

test('who asks too often waits', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask('card')))
  const refused = answers.filter(({ status }) => status === 429)
  assert.ok(refused.length > 0)
  assert.equal(refused[0]?.headers.get('retry-after'), '60')
  assert.match(refused[0]?.body ?? '', /Too many questions/)
})
