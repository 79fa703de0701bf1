import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Block, blockNames } from '../../content/blocks.ts'
import { type Content, plainContent } from '../../content/schema.ts'
import { acmeContent } from '../../test/acme-content.ts'
import { acmeMetrics } from '../../test/acme-metrics.ts'
import { acme, acmeComponents, at, component, fine } from '../../test/acme-snapshot.ts'
import { frameOf } from '../frame.ts'
import type { Snapshot } from '../snapshot.ts'
import { faqAnchors } from './faq.ts'
import { home } from './home.ts'

const front = (content: Content, changes: Partial<Snapshot> = {}) => {
  const snapshot = acme({ components: acmeComponents('operational'), metrics: acmeMetrics(), ...changes })
  return home(frameOf({ ...snapshot, page: { ...snapshot.page, content } }, { style: '/a.css', script: '/a.js' }))
}
/** Something that each block alone prints. */
const marks = {
  announcement: /class="told"/,
  state: /<section class="now /,
  incidents: /id="open-incident"/,
  planned: /id="planned"/,
  components: /<h2 id="components"/,
  uptime: /<h2 id="uptime"/,
  metrics: /<h2 id="metrics"/,
  past: /<h2 id="past"/,
  faq: /<h2 id="faq"/,
  contact: /<h2 id="contact"/,
  social: /<h2 id="social"/,
  search: /role="search"/,
  'text:promise': /<h2 id="text-promise"/,
} as const satisfies Partial<Record<Block, RegExp>>
const all = [...blockNames, 'text:promise'] as const
const mainOf = (page: string) => /<main[\s\S]*<\/main>/.exec(page)?.[0] ?? ''

test('a page that nobody has filled is as it always was', () => {
  const page = front(plainContent)
  for (const block of [
    'announcement',
    'uptime',
    'metrics',
    'faq',
    'contact',
    'social',
    'search',
    'text:promise',
  ] as const)
    assert.doesNotMatch(page, marks[block], block)
  const order = [marks.state, marks.incidents, marks.planned, marks.components, marks.past].map((one) =>
    page.search(one),
  )
  assert.deepEqual(
    order,
    order.toSorted((a, b) => a - b),
  )
  assert.doesNotMatch(page, /visit|tagline|class="ask"/)
})

test('any choice of blocks stands in its order, with one first heading and each id once', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...all], { minLength: 1 }), (blocks) => {
      const page = mainOf(front(acmeContent({ blocks })))
      const places = blocks.map((block) => page.search(marks[block]))
      assert.ok(!places.includes(-1), `${blocks[places.indexOf(-1)]} is missing`)
      assert.deepEqual(
        places,
        places.toSorted((a, b) => a - b),
      )
      for (const block of all) if (!blocks.includes(block)) assert.doesNotMatch(page, marks[block], block)
      assert.equal(page.match(/<h1/g)?.length, 1)
      const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
      assert.equal(new Set(ids).size, ids.length, ids.filter((id, i) => ids.indexOf(id) < i).join())
    }),
    { numRuns: 60 },
  )
})

test('uptime stands below the components, or in its own block and not twice', () => {
  const bars = (content: Content) => front(content).match(/class="bars"/g)?.length ?? 0
  assert.equal(bars(plainContent), 5)
  assert.equal(bars(acmeContent({ blocks: ['components', 'uptime'] })), 3)
  assert.equal(bars(acmeContent({ blocks: ['components', 'uptime'], view: 'flat' })), 5)
  assert.equal(bars(acmeContent({ view: 'flat' })), 4)
})

test('the flat view names parts with their groups, and no group', () => {
  const page = front(acmeContent({ view: 'flat' }), { uptime: null })
  assert.doesNotMatch(page, /<details id="part-/)
  assert.match(page, /<bdi>API · US<\/bdi>/)
  assert.doesNotMatch(page, /<bdi>API<\/bdi>/)
})

test('the matrix puts each part at its tags; what lacks one stands below', () => {
  const part = (key: string, tags: Record<string, string>, status = 'operational' as const) =>
    component(key, key, { tags, status })
  const page = front(acmeContent({ view: 'matrix', matrix: { rows: 'product', columns: 'region' } }), {
    uptime: null,
    components: [
      component('mail-eu', 'Mail in Europe', { tags: { product: 'Mail', region: 'EU' }, status: 'major_outage' }),
      part('mail-us', { product: 'Mail', region: 'US' }),
      part('dns-us', { product: 'DNS', region: 'US' }),
      part('dns-us-2', { product: 'DNS', region: 'US' }),
      part('site', { product: 'Site' }),
    ],
  })
  const table = /<table[\s\S]*<\/table>/.exec(page)?.[0] ?? ''
  const rows = table.split('<tr').slice(1)
  assert.deepEqual(
    rows.map((row) => [...row.matchAll(/<th [^>]*>(?:<[^>]*>)*([^<]*)/g)].map(([, text]) => text)),
    [['product', 'EU', 'US'], ['Mail'], ['DNS']],
  )
  assert.match(
    rows[1] ?? '',
    /data-column="EU">.*Mail in Europe.*class="state major">.*Major outage.*data-column="US">/,
  )
  assert.match(rows[2] ?? '', /class="none".*data-column="US"><ul>.*dns-us.*dns-us-2/)
  assert.match(page, /<\/table>[\s\S]*class="others">.*<bdi>site<\/bdi>/)
})

test('an announcement is shown in its time', () => {
  const from = '2026-11-22T15:45:00Z'
  const told = (announcement: Content['announcement'], publishedAt: string) =>
    marks.announcement.test(front(acmeContent({ announcement }), { publishedAt: at(publishedAt) }))
  assert.equal(told({ text: 'x', from }, '2026-11-22T15:44:59Z'), false)
  assert.equal(told({ text: 'x', from }, from), true)
  assert.equal(told({ text: 'x', until: from }, from), false)
})

test('an answer keeps its address while others come and go', () => {
  const named = (...questions: string[]) => faqAnchors(questions.map((question) => ({ question })))
  assert.deepEqual(named('Is my data safe?', 'Où est-ce ?', 'Is my data safe?'), [
    'faq-is-my-data-safe',
    'faq-ou-est-ce',
    'faq-is-my-data-safe-2',
  ])
  const [japanese, other] = named('障害の連絡先は？', '障害の？')
  assert.match(japanese ?? '', /^faq-[0-9a-f]{8}$/)
  assert.notEqual(japanese, other)
  assert.equal(named('?', '障害の連絡先は？')[1], japanese)
})

test('nothing of a chat or a counter on a quiet page without them, and no heading without content', () => {
  const page = front({ ...plainContent, blocks: [...blockNames] }, { ...fine(), metrics: [] })
  for (const block of ['metrics', 'faq', 'contact', 'social', 'announcement'] as const)
    assert.doesNotMatch(page, marks[block])
})

test('a text is shown in the reader’s language, and says which it is in where it is in another', () => {
  const snapshot = acme()
  const content = acmeContent({
    announcement: { text: 'Soon', translations: { de: { text: 'Bald' } } },
    faq: [{ question: 'Why?', answer: 'So.', translations: { de: { question: 'Warum?' } } }],
  })
  const page = { ...snapshot.page, content, languages: ['en', 'de'] }
  const read = (lang: string) => home(frameOf({ ...snapshot, page }, { style: '/a.css', script: '/a.js' }, lang))
  assert.match(read('de'), /<p>Bald<\/p>/)
  assert.match(read('de'), /<bdi>Warum\?<\/bdi>.*<div class="prose" lang="en"[^>]*><p>So\./)
  assert.match(read('en'), /<p>Soon<\/p>/)
  assert.doesNotMatch(read('en'), /<bdi lang=/)
})

test('texts around and on a page are in the reader’s language where there is a translation; the rest says its own', () => {
  const base = acme({ components: acmeComponents('operational') })
  const content = acmeContent({
    translations: { de: { header: 'Server in Virginia' } },
    footerLinks: [
      {
        name: 'Privacy',
        url: 'https://acme.example/privacy',
        translations: { de: { name: 'Datenschutz', url: 'https://acme.example/datenschutz' } },
      },
    ],
    contacts: [
      {
        kind: 'phone',
        label: 'In a hurry',
        value: '+1 212 555 0100',
        translations: { de: { value: '+49 30 123456' } },
      },
      { kind: 'address', label: 'By post', value: 'New York' },
    ],
  })
  const links = [{ name: 'Help', url: 'https://acme.example/help', translations: { de: { name: 'Hilfe' } } }]
  const appearance = { ...base.page.appearance, links, footer: 'Made by Acme.' }
  const page = { ...base.page, languages: ['en', 'de'], content, appearance }
  const of = (lang: string | null) => home(frameOf({ ...base, page }, { style: '/a.css', script: '/a.js' }, lang))
  const german = of('de')
  assert.match(german, /<div class="tagline prose" dir="auto"><p>Server in Virginia<\/p>/)
  assert.match(german, /href="https:\/\/acme\.example\/datenschutz" rel="noopener"><bdi>Datenschutz</)
  assert.match(german, /href="https:\/\/acme\.example\/help" rel="noopener"><bdi>Hilfe</)
  assert.match(german, /<bdi lang="en" dir="ltr">In a hurry<\/bdi><\/span> <a href="tel:\+4930123456">/)
  assert.match(german, /<address lang="en" dir="ltr">New York</)
  assert.match(german, /class="own prose" lang="en" dir="ltr">[\s\S]*?<\/div><p class="aside">Auf Englisch<\/p>/)
  assert.match(german, /class="told"[^>]*><div class="prose" lang="en"[\s\S]*?<p class="aside">Auf Englisch<\/p>/)
  assert.doesNotMatch(of(null), /lang="en" dir|Datenschutz|class="aside">In English/)
})

test('a metric says its values in words, in each language’s numbers; one without points says so', () => {
  const content = { ...plainContent, blocks: ['metrics' as const] }
  const page = front(content)
  assert.equal(page.match(/<svg viewBox="0 0 384 100"/g)?.length, 6)
  assert.match(page, /aria-label="Response time, 1 day\. Latest 187\u00a0ms, lowest [^"]+, average [^"]+\."/)
  assert.match(page, /<bdi>99\.98.%<\/bdi>/)
  assert.match(page, /Queue[\s\S]*There is no figure yet/)
  const [, success] = acmeMetrics()
  const little = {
    ...success!,
    unit: null,
    decimals: 0,
    drawing: { ...success!.drawing!, latest: { at: 0, value: -0.2 } },
  }
  assert.match(front(content, { metrics: [little] }), /class="latest"><bdi>0<\/bdi>/)
  assert.match(page, /<input type="radio" name="period" id="period-1" value="1" checked>/)
  const bare = acme()
  const german = home(
    frameOf(
      { ...bare, metrics: acmeMetrics(), page: { ...bare.page, content, languages: ['en', 'de'] } },
      { style: '/a.css', script: '/a.js' },
      'de',
    ),
  )
  assert.match(german, /<bdi>Antwortzeit<\/bdi>[\s\S]*99,98/)
})
