import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acme, component } from '../../test/acme-snapshot.ts'
import { frameOf } from '../frame.ts'
import { sentenceOf } from '../sentence.ts'
import type { Snapshot } from '../snapshot.ts'
import { languageCodes } from './codes.ts'
import { languageOf, languages } from './index.ts'
import type { Plural } from './language.ts'
import { stringsOf, valuesIn, wordingProblems } from './wording.ts'
import { wordsOf } from './words.ts'

const assets = { style: '/a.css', script: '/a.js' }
const said = (lang: string, snapshot: Snapshot = acme()) => {
  const { text, more } = sentenceOf(frameOf(snapshot, assets, lang))
  return [text, more].filter(Boolean).join(' | ')
}

test('twelve languages at least, one of them from right to left, each listed once under its code', () => {
  assert.ok(languages.length >= 12)
  assert.deepEqual(
    languages.map(({ lang }) => lang),
    [...languageCodes],
  )
  for (const lang of languageCodes) assert.equal(languageOf(lang).lang, lang)
  assert.deepEqual(
    languages.filter(({ dir }) => dir === 'rtl').map(({ lang }) => lang),
    ['ar'],
  )
})

test('every string of every language has the values of the English one, and says something', () => {
  const english = Object.entries<string | Plural>(languageOf('en').strings)
  for (const { lang, strings } of languages) {
    assert.equal(Object.keys(strings).length, english.length)
    const own = new Map(Object.entries<string | Plural>(strings))
    for (const [key, text] of english) {
      const needed = valuesOf(typeof text === 'string' ? text : text.other)
      const mine = own.get(key)!
      for (const one of typeof mine === 'string' ? [mine] : Object.values(mine)) {
        assert.deepEqual(valuesOf(one), needed, `${lang} ${key}: ${one}`)
        assert.notEqual(one.trim(), '', `${lang} ${key}`)
      }
    }
  }
})

const valuesOf = (text: string) => [...new Set(valuesIn(text))].filter((name) => name !== 'count').sort()

test('the first sentence, in the order of each language', () => {
  assert.equal(
    said('de'),
    'Bei API · US geht es seit 10:42 EST langsamer oder unzuverlässiger als sonst. | Nächste Meldung bis 11:15 EST.',
  )
  assert.equal(said('ja').split(' | ')[0], 'API · USは10:42 ESTから普段より遅いか不安定です。')
  assert.equal(said('fr').split(' | ')[0], 'Plus lent ou moins fiable que d’habitude depuis 10:42 EST : API · US.')
  assert.equal(
    said('sv').split(' | ')[0],
    'API · US fungerar långsammare eller mindre pålitligt än vanligt sedan 10:42 EST.',
  )
  assert.match(said('ar'), /\u2068API · US\u2069/)
})

test('one thing of a plural name, and a country', () => {
  const down = (name: string) =>
    said('en', acme({ incidents: [], components: [component('one', name, { status: 'major_outage' })] }))
  assert.equal(down('Card payments'), 'Card payments are down.')
  for (const name of ['United States', 'Netherlands', 'Texas', 'Kubernetes', 'AWS', 'Status'])
    assert.equal(down(name), `${name} is down.`)
})

test('numbers, plurals, lists, durations and days are the language’s own', () => {
  const words = (lang: string) => wordsOf(languageOf(lang))
  assert.deepEqual(
    [1, 3, 5, 22].map((count) => words('pl').text('post.earlier', { count })),
    [
      '1 wcześniejsza wiadomość',
      '3 wcześniejsze wiadomości',
      '5 wcześniejszych wiadomości',
      '22 wcześniejsze wiadomości',
    ],
  )
  assert.equal(words('de').text('percent', { value: words('de').number(99.98, 2) }), '99,98 %')
  assert.equal(words('ja').listed(['A', 'B', 'C', 'D', 'E']), 'A、B、他3件')
  assert.equal(words('en').listed(['A', 'B', 'C', 'D', 'E']), 'A, B and 3 more')
  assert.equal(words('de').duration(65 * 60_000), '1 Stunde 5 Minuten')
  assert.equal(words('ja').month('2026-11'), '2026年11月')
  const day = Temporal.PlainDate.from('2026-11-22')
  assert.equal(words('de').timesIn('Europe/Berlin').weekday(day), 'Sonntag, 22. November')
  assert.equal(
    words('de').timesIn('Europe/Berlin').full(new Date('2026-11-22T12:00:00Z')),
    '22. November 2026, 13:00 MEZ',
  )
  assert.equal(
    words('fr').timesIn('America/New_York').full(new Date('2026-11-22T12:00:00Z')),
    '22 novembre 2026 à 07:00 EST',
  )
})

test('a page’s own strings take the place of ours; what cannot work is refused with what was expected', () => {
  const words = wordsOf(languageOf('en'), { 'state.operational': 'All good', 'home.past.other': '{count} days back' })
  assert.equal(words.text('state.operational'), 'All good')
  assert.equal(words.text('home.past', { count: 14 }), '14 days back')
  assert.equal(words.text('home.past', { count: 1 }), 'Past day')
  const problem = (key: string, text: string, lang = 'en') => wordingProblems(lang, { [key]: text })[0]?.detail
  assert.match(problem('state.oprational', 'x') ?? '', /such as state\.operational$/)
  assert.match(
    problem('footer.published', 'Published.') ?? '',
    /expected \{time\} in it; ours is "Published \{time\}\."/,
  )
  assert.match(problem('state.operational', '{name} works') ?? '', /expected no \{name\}/)
  assert.match(problem('nav.history', '  ') ?? '', /expected a text/)
  assert.equal(problem('home.past.other', 'The past {count} days'), undefined)
  assert.match(problem('home.past.few', 'x') ?? '', /expected the name/)
  assert.equal(problem('home.past.few', '{count} dni', 'pl'), undefined)
  assert.ok(stringsOf('pl').has('post.earlier.many'))
})
