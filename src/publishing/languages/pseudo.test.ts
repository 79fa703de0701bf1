import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acmeContent } from '../../test/acme-content.ts'
import { acme, fine } from '../../test/acme-snapshot.ts'
import { embedPage } from '../embed/page.ts'
import { badgeSvg } from '../feeds/badge.ts'
import { type Frame, frameOf } from '../frame.ts'
import { calendarPage } from '../html/calendar.ts'
import { emptyHistory, historyPage } from '../html/history.ts'
import { home } from '../html/home.ts'
import { incidentPage } from '../html/incident.ts'
import { notFoundPage } from '../html/not-found.ts'
import { subscribePage } from '../html/subscribe.ts'
import { uptimePage } from '../html/uptime.ts'
import { closedPage } from '../search/page.ts'
import type { Snapshot } from '../snapshot.ts'
import { en } from './en.ts'
import type { Language, Plural } from './language.ts'
import { wordsOf } from './words.ts'

// A language in which every string of the page stands between brackets, and dates are Japanese: what is Latin outside
// of brackets was not written by a person who runs the page, so it was forgotten.
const marked = (text: string | Plural) =>
  typeof text === 'string'
    ? `⟦${text}⟧`
    : Object.fromEntries(Object.entries(text).map(([key, one]) => [key, `⟦${one}⟧`]))
const strings = Object.fromEntries(
  Object.entries<string | Plural>(en.strings).map(([key, text]) => [key, marked(text)]),
)
const pseudo: Language = { lang: 'ja', name: '⟦⟧', dir: 'ltr', strings: strings as Language['strings'] }

function frame(snapshot: Snapshot): Frame {
  const words = wordsOf(pseudo)
  const plain = frameOf(snapshot, { style: '/a.css', script: '/a.js' })
  return { ...plain, words, times: words.timesIn(snapshot.page.timeZone) }
}

/** Text, and what screen readers, pointers and tabs get of attributes. */
function shown(document: string): string {
  const said = [...document.matchAll(/ (?:aria-label|title|placeholder|alt|content)="([^"]*)"/g)].map(
    (match) => match[1]!,
  )
  const body = document
    .replace(/<(script|style|svg)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<bdi[^>]*>[\s\S]*?<\/bdi>/g, ' ')
    .replace(/<(div|h1|p)[^>]* dir="auto"[^>]*>[\s\S]*?<\/\1>/g, ' ')
  return [
    ...said.filter((text) => !/^(width=|light dark|#|http|article|website|noindex|ja)/.test(text)),
    body.replace(/<[^>]*>/g, ' '),
  ].join('\n')
}

const outside = (text: string) => {
  let rest = text
  while (/⟦[^⟦⟧]*⟧/.test(rest)) rest = rest.replaceAll(/⟦[^⟦⟧]*⟧/g, ' ')
  return rest
}

/** Names of people's things and of formats are no words. */
const names =
  /Acme Cloud|Slower responses from API · US|Database upgrade for Card payments|Card payments failing for some customers|Card payments|API · (US|Europe)|Web app|\bAPI\b|\bRSS\b|\bAtom\b|\bEST\b|EDT|America\/New York|&#39;|&amp;|&quot;|summary_large_image|ja_JP|[a-z]{2}_[A-Z]{2}/g

const documents: Record<string, (frame: Frame) => string> = {
  home,
  uptime: uptimePage,
  subscribe: subscribePage,
  missing: notFoundPage,
  search: closedPage,
  embed: embedPage,
  calendar: (frame) => calendarPage(frame, { month: '2026-11', newer: '2026-12', older: '2026-10' }),
  'empty history': emptyHistory,
  history: (frame) =>
    historyPage(frame, { month: '2026-11', incidents: frame.snapshot.incidents, newer: '2026-12', older: '2026-10' }),
  'first incident': (frame) => incidentPage(frame, frame.snapshot.incidents[0]!),
  'last incident': (frame) => incidentPage(frame, frame.snapshot.incidents.at(-1)!),
}

const page = acme().page
/** What people wrote, without a Latin letter. */
const content = acmeContent({
  header: '一',
  announcement: { text: '二' },
  faq: [{ question: '三', answer: '四' }],
  texts: [{ key: 'promise', heading: '五', text: '六' }],
  footerLinks: [],
  contacts: [{ kind: 'phone', value: '+1 212 555 0100' }],
  social: [],
})
const states: Record<string, Snapshot> = {
  busy: acme({ page: { ...page, content } }),
  fine: fine(),
  'no mail': acme({ page: { ...page, canSubscribe: false } }),
}

for (const [state, snapshot] of Object.entries(states))
  test(`no word of the page itself is outside of its strings: ${state}`, () => {
    for (const [name, render] of Object.entries(documents)) {
      const left = outside(shown(render(frame(snapshot)))).replaceAll(names, ' ')
      const [word] = /[A-Za-z]{2,}[^\n]{0,60}/.exec(left) ?? []
      assert.equal(word, undefined, `${name}: ${word}`)
    }
    assert.match(badgeSvg(frame(snapshot)), /⟦/)
  })
