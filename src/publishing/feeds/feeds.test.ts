import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme, fine, pastPayments, slowApi } from '../../test/acme-snapshot.ts'
import { readXml } from '../../test/strict-xml.ts'
import { frameOf } from '../frame.ts'
import type { Snapshot } from '../snapshot.ts'
import { atom } from './atom.ts'
import { badgeJson, badgeSvg } from './badge.ts'
import { jsonFeed } from './json-feed.ts'
import { rss } from './rss.ts'

const frame = (snapshot: Snapshot = acme()) => frameOf(snapshot, { style: '/a.css', script: '/a.js' })

test('RSS: one item an incident, the one that changed last first, with every post', () => {
  const xml = readXml(rss(frame()))
  assert.deepEqual(xml.texts('title').slice(1), [
    'Identified: Slower responses from API · US',
    'Scheduled: Database upgrade for Card payments',
    'Resolved: Card payments failing for some customers',
  ])
  assert.equal(xml.texts('pubDate')[0], 'Sun, 22 Nov 2026 15:44:00 GMT')
  assert.equal(xml.texts('guid')[0], 'http://status.acme.example/incidents/slowapi00000')
  assert.match(
    xml.texts('description')[1]!,
    /<p>One of three database replicas[\s\S]*<strong>your data is safe<\/strong>/,
  )
})

test('Atom: the same, with what RFC 4287 demands', () => {
  const xml = readXml(atom(frame()))
  assert.equal(xml.texts('id').length, 4)
  assert.equal(xml.texts('updated').length, 4)
  assert.equal(xml.texts('updated')[0], '2026-11-22T15:44:00.000Z')
  assert.equal(xml.texts('name')[0], 'Acme Cloud')
  assert.match(xml.texts('content')[0]!, /moving traffic/)
})

test('JSON Feed 1.1: the same as text and HTML', () => {
  const feed = JSON.parse(jsonFeed(frame()))
  assert.equal(feed.version, 'https://jsonfeed.org/version/1.1')
  assert.equal(feed.items.length, 3)
  assert.equal(feed.items[0].id, feed.items[0].url)
  assert.match(feed.items[0].content_text, /^Identified, 22 November 2026, 10:44 EST\nOne of three/)
  assert.equal(feed.items[2].date_modified, pastPayments().updatedAt.toISOString())
})

test('corrections and withdrawals are told in feeds too', () => {
  const [, , past] = JSON.parse(jsonFeed(frame())).items
  assert.match(past.content_text, /\(corrected 16:15 EST\)/)
  assert.match(past.content_text, /This update was withdrawn 18 November 2026, 15:35 EST. It named the wrong bank./)
})

test('text that XML forbids is left out, whatever field it comes in', () => {
  const nasty = ']]>\u0000\u0008\u000b\u001f\ud800\uffff<x y="1">&amp;&\'"\u{1f600}'
  const snapshot = acme({
    incidents: [slowApi({ title: nasty, updates: [{ ...slowApi().updates[0]!, body: nasty }] })],
  })
  const named = { ...snapshot, page: { ...snapshot.page, name: nasty } }
  for (const text of [rss(frame(named)), atom(frame(named)), badgeSvg(frame(named))]) {
    assert.ok(readXml(text).texts('title')[0]!.includes(']]>\ufffd<x y="1">&amp;&\'"\u{1f600}'))
  }
})

test('a page without incidents has feeds that are valid and empty', () => {
  const empty = frame(acme({ incidents: [] }))
  assert.equal(readXml(rss(empty)).texts('item').length, 0)
  assert.equal(readXml(atom(empty)).texts('updated')[0], '2026-11-01T00:00:00.000Z')
  assert.deepEqual(JSON.parse(jsonFeed(empty)).items, [])
})

test('badges', () => {
  assert.deepEqual(JSON.parse(badgeJson(frame())), {
    schemaVersion: 1,
    label: 'Acme Cloud',
    message: 'degraded',
    color: '855600',
  })
  assert.match(badgeSvg(frame(fine())), /<title>Acme Cloud: working<\/title>/)
})
