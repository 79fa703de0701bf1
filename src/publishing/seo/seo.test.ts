import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { acme, at, incident, pastPayments, plannedWork, slowApi } from '../../test/acme-snapshot.ts'
import { attacks, hostile } from '../../test/hostile-snapshot.ts'
import { readXml } from '../../test/strict-xml.ts'
import { documentsOf, type Edition } from '../documents.ts'
import { frameOf } from '../frame.ts'
import { emptyHistory } from '../html/history.ts'
import { home } from '../html/home.ts'
import { incidentPage } from '../html/incident.ts'
import type { Snapshot } from '../snapshot.ts'
import { robots, sitemap } from './sitemap.ts'

const frame = (snapshot: Snapshot = acme()) => frameOf(snapshot, { style: '/a.css', script: '/a.js', pictures: true })
const url = z.url()
const instant = z.iso.datetime()
const organization = z.strictObject({ '@type': z.literal('Organization'), name: z.string().min(1), url })

/** What schema.org and search engines ask of each type: https://schema.org/LiveBlogPosting and its like. */
const Things = z.discriminatedUnion('@type', [
  z.strictObject({
    '@type': z.literal('WebPage'),
    '@id': url,
    url,
    name: z.string().min(1),
    description: z.string().min(1),
    inLanguage: z.string(),
    dateModified: instant,
    publisher: organization,
  }),
  z.strictObject({
    '@type': z.literal('Event'),
    '@id': url,
    url,
    name: z.string().min(1),
    description: z.string().min(1),
    startDate: instant,
    endDate: instant.optional(),
    eventStatus: z.enum(['https://schema.org/EventScheduled', 'https://schema.org/EventCancelled']),
    eventAttendanceMode: z.literal('https://schema.org/OnlineEventAttendanceMode'),
    location: z.strictObject({ '@type': z.literal('VirtualLocation'), url }),
    organizer: organization,
  }),
  z.strictObject({
    '@type': z.literal('LiveBlogPosting'),
    '@id': url,
    url,
    mainEntityOfPage: url,
    headline: z.string().min(1).max(110),
    inLanguage: z.string(),
    datePublished: instant,
    dateModified: instant,
    coverageStartTime: instant,
    coverageEndTime: instant.optional(),
    author: organization,
    publisher: organization,
    about: z.array(z.strictObject({ '@type': z.literal('Thing'), name: z.string() })),
    liveBlogUpdate: z.array(
      z.strictObject({
        '@type': z.literal('BlogPosting'),
        '@id': url,
        headline: z.string(),
        articleBody: z.string(),
        datePublished: instant,
        dateModified: instant,
      }),
    ),
  }),
  z.strictObject({
    '@type': z.literal('FAQPage'),
    '@id': url,
    mainEntity: z.array(
      z.strictObject({
        '@type': z.literal('Question'),
        name: z.string(),
        acceptedAnswer: z.strictObject({ '@type': z.literal('Answer'), text: z.string() }),
      }),
    ),
  }),
])

function things(page: string) {
  const [, text] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(page) ?? []
  const { '@context': context, '@graph': graph } = JSON.parse(text ?? '')
  assert.equal(context, 'https://schema.org')
  return z.array(Things).parse(graph)
}

test('the front is a page with its planned work and its questions', () => {
  const { page } = acme()
  const faq = [{ question: 'Refunds?', answer: 'By **card**.' }]
  const all = things(home(frame(acme({ page: { ...page, content: { ...page.content, faq } } }))))
  assert.deepEqual(
    all.map((one) => one['@type']),
    ['WebPage', 'Event', 'FAQPage'],
  )
  assert.match(JSON.stringify(all), /"text":"By card\."/)
})

test('incidents are live blogs, planned work is an event, withdrawn posts are in neither', () => {
  const [blog] = things(incidentPage(frame(), pastPayments()))
  assert.equal(blog?.['@type'], 'LiveBlogPosting')
  assert.equal(blog?.['@type'] === 'LiveBlogPosting' && blog.liveBlogUpdate.length, 2)
  assert.equal(things(incidentPage(frame(), plannedWork()))[0]?.['@type'], 'Event')
  const off = plannedWork({ status: 'completed', resolvedAt: at('2026-11-23T00:00:00Z') })
  assert.match(incidentPage(frame(), off), /EventCancelled/)
  things(incidentPage(frame(), incident('n', { kind: 'notice', status: 'posted' })))
})

test('no text ends the script, and each comes out as it was written', () => {
  for (const attack of attacks) {
    const snapshot = hostile(attack)
    const [blog] = things(incidentPage(frame(snapshot), snapshot.incidents[0]!))
    assert.equal(blog?.['@type'] === 'LiveBlogPosting' && blog.headline, attack.slice(0, 110).toWellFormed())
    things(home(frame(snapshot)))
  }
})

test('how a link looks elsewhere', () => {
  const page = incidentPage(frame(), slowApi())
  for (const tag of [
    'property="og:type" content="article"',
    'property="og:url" content="http://status.acme.example/incidents/slowapi00000"',
    'property="og:image" content="http://status.acme.example/incidents/slowapi00000.png"',
    'property="og:site_name" content="Acme Cloud"',
    'name="twitter:card" content="summary_large_image"',
    'rel="canonical" href="http://status.acme.example/incidents/slowapi00000"',
  ])
    assert.ok(page.includes(tag), tag)
  assert.match(home(frame()), /og:image" content="http:\/\/status\.acme\.example\/picture\.png"/)
  assert.doesNotMatch(home(frameOf(acme(), { style: '/a', script: '/b' })), /og:image/)
})

test('the sitemap names what is published, with its languages, and parses', () => {
  const { page } = acme()
  const published = new Set(
    documentsOf(acme(), {
      assets: { style: '/a.css', script: '/a.js' },
      files: [],
      edition: '1',
    } satisfies Edition).map(({ path }) => path),
  )
  const xml = sitemap(frame())
  readXml(xml)
  const found = [...xml.matchAll(/<loc>http:\/\/status\.acme\.example([^<]*)<\/loc>/g)].map(([, path]) => path!)
  assert.ok(found.includes('/incidents/planned00000') && found.includes('/calendar/2026-11'))
  for (const path of found) assert.ok(published.has(path), path)
  assert.match(xml, /incidents\/payfail00000<\/loc><lastmod>2026-11-18T/)
  const german = sitemap(frame(acme({ page: { ...page, languages: ['en', 'de'] } })))
  readXml(german)
  assert.match(german, /<loc>http:\/\/status\.acme\.example\/de\/history<\/loc>.*hreflang="x-default"/)
})

test('a page that search engines leave out says so in every file, and lets them read it', () => {
  const off = acme({ page: { ...acme().page, noindex: true } })
  assert.equal(robots(frame(off)).includes('Sitemap'), false)
  assert.match(robots(frame(off)), /Disallow:\n$/)
  assert.match(robots(frame()), /Disallow: \/console\n\nSitemap: http:\/\/status\.acme\.example\/sitemap\.xml\n/)
  assert.match(emptyHistory(frame(off)), /<meta name="robots" content="noindex">/)
  assert.doesNotMatch(emptyHistory(frame()), /robots/)
  const documents = documentsOf(off, { assets: { style: '/a.css', script: '/a.js' }, files: [], edition: '1' })
  assert.ok(documents.every(({ noindex }) => noindex))
  assert.ok(!documents.some(({ path }) => path === '/sitemap.xml'))
})
