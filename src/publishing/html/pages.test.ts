import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme, acmeComponents, component, fine, pastPayments, plannedWork, slowApi } from '../../test/acme-snapshot.ts'
import { frameOf } from '../frame.ts'
import type { Snapshot } from '../snapshot.ts'
import { emptyHistory, historyPage } from './history.ts'
import { home } from './home.ts'
import { incidentPage } from './incident.ts'
import { notFoundPage } from './not-found.ts'
import { subscribePage } from './subscribe.ts'

const frame = (snapshot: Snapshot = acme()) => frameOf(snapshot, { style: '/assets/a.css', script: '/assets/a.js' })
/** What a reader gets to read, in order. */
const words = (html: string) =>
  html
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
const inOrder = (text: string, ...parts: string[]) => {
  let from = 0
  for (const part of parts) {
    const at = text.indexOf(part, from)
    assert.notEqual(at, -1, `"${part}" is missing or too early in: ${text}`)
    from = at + part.length
  }
}

test('the front: the state, what is open, what is planned, the parts, the past', () => {
  const text = words(home(frame()))
  inOrder(text, 'API · US has been slower or less reliable than usual since 10:42 EST .', 'Next update by 11:15 EST .')
  inOrder(
    text,
    'Open incidents',
    'Slower responses from API · US',
    'Since 10:42 EST',
    'Identified',
    'One of three database replicas',
    '1 earlier update',
    'Investigating',
  )
  inOrder(
    text,
    'Planned work',
    'Database upgrade',
    'Tuesday, 24 November, 02:00 to 03:30 EST',
    'Components',
    'Web app',
    'Working',
    'API',
    'Degraded',
    'API · US',
    'Degraded',
  )
  inOrder(
    text,
    'Past 14 days',
    'Sunday, 22 November',
    'not over yet',
    '19 – 21 November No incidents',
    'Wednesday, 18 November',
    'Resolved 15:48 EST , after 48 minutes. Major impact.',
    'nobody was charged twice',
  )
  inOrder(text, 'Times are in America/New York (EST).', 'Published 22 November 2026, 10:45 EST', 'Mail', 'RSS')
})

test('“status” stands beside the name of a page that does not say so itself', () => {
  const named = (name: string) => {
    const snapshot = acme()
    return words(home(frame({ ...snapshot, page: { ...snapshot.page, name } })))
  }
  assert.match(named('Acme'), /Acme status History/)
  assert.match(named('Status'), /Status History/)
  assert.doesNotMatch(named('Status'), /status History/)
})

test('a quiet page says so, truly', () => {
  const text = words(home(frame({ ...fine(), incidents: [] })))
  inOrder(text, 'Everything is working.', 'Components', 'Past 14 days', 'No incidents in the past 14 days.')
  assert.doesNotMatch(text, /Open incidents|Planned work/)
  inOrder(
    words(home(frame(acme({ components: [], incidents: [] })))),
    'No problems are reported.',
    'No components are listed',
  )
})

test('large trees start folded, save for branches with trouble inside', () => {
  const calm = component('calm', 'Calm', { children: [component('leaf', 'Leaf')] })
  const many = Array.from({ length: 12 }, (_, i) => component(`c${i}`, `Part ${i}`))
  const html = home(frame(acme({ components: [calm, ...acmeComponents('major_outage'), ...many] })))
  assert.match(html, new RegExp(`<details id="part-${calm.id}">`))
  assert.match(html, /<details id="part-api000000000" open>/)
})

test('an incident tells all: corrected posts with what they said before, withdrawn ones with the reason', () => {
  const text = words(incidentPage(frame(), pastPayments()))
  inOrder(
    text,
    'Resolved',
    'Card payments failing for some customers',
    'Began',
    '18 November 2026, 15:00 EST',
    'Ended',
    'after 48 minutes',
    'Impact',
    'Major',
    'Card payments',
  )
  inOrder(text, 'Updates', 'About one in ten', 'Edited 16:15 EST', 'What changed 16:15 EST :', 'A few were')
  inOrder(
    text,
    'Monitoring',
    'Withdrawn 15:35 EST . It named the wrong bank.',
    'Investigating',
    'Your customers can try again.',
  )
})

test('posts lead to their own address, changes of parts are told', () => {
  const html = incidentPage(frame(), slowApi())
  assert.match(
    html,
    /<a class="when" href="\/incidents\/slowapi00000#post-slow20000000"><time datetime="2026-11-22T15:44:00.000Z" data-as="full" data-ago>22 November 2026, 10:44 EST<\/time>/,
  )
  inOrder(words(html), 'API · US : Working → to Degraded')
})

test('planned work says when, and does not claim to have begun', () => {
  const text = words(incidentPage(frame(), plannedWork()))
  inOrder(text, 'Scheduled', 'Planned for', 'Tuesday, 24 November, 02:00 to 03:30 EST', 'Card payments may pause')
  assert.doesNotMatch(text, /Began|Ended|Impact/)
})

test('a month, with the way to its neighbours', () => {
  const month = { month: '2026-11', incidents: [slowApi(), pastPayments()], newer: '2026-12', older: '2026-09' }
  const html = historyPage(frame(), month)
  inOrder(
    words(html),
    'November 2026',
    '2 entries',
    'Sunday, 22 November',
    'Slower',
    'Wednesday, 18 November',
    'Card payments',
    'December 2026',
    'September 2026',
  )
  assert.match(html, /href="\/history\/2026-12"/)
  inOrder(words(emptyHistory(frame(acme({ incidents: [] })))), 'No incident has been published on this page so far.')
})

test('the form asks for an address and parts, works without script, and says what nothing chosen means', () => {
  const html = subscribePage(frame())
  assert.match(html, /<form class="subscribe" method="post" action="\/subscribe">/)
  assert.match(html, /<input id="email" name="email" type="email"[^>]* required/)
  assert.equal([...html.matchAll(/name="components" value="/g)].length, 5)
  assert.match(html, /name="website" type="text" tabindex="-1" autocomplete="off"/)
  inOrder(words(html), 'Choose nothing to hear about everything', 'API , all of it', 'API · US')
  const off = frame({ ...acme(), page: { ...acme().page, canSubscribe: false } })
  assert.doesNotMatch(subscribePage(off), /<form/)
})

test('links stay below the page’s prefix', () => {
  const page = { ...acme().page, basePath: '/p/acme', url: 'http://host.example/p/acme' }
  const html = [home, subscribePage, notFoundPage].map((render) => render(frame({ ...acme(), page }))).join()
  const links = [...html.matchAll(/(?:href|action|data-events)="([^"#][^"]*)"/g)].map((match) => match[1]!)
  const own = links.filter((link) => link.startsWith('/') && !link.startsWith('/assets/'))
  assert.ok(own.length > 20)
  for (const link of own) assert.match(link, /^\/p\/acme\//)
})
