import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lookUp } from './look-up.ts'
import { type Searched, segmentOf } from './segment.ts'
import { marked, snippet } from './snippet.ts'
import { asked, tokens } from './tokens.ts'

const entry = (title: string, at: number, ...texts: string[]): Searched => ({
  path: `/${title}`,
  title,
  about: '',
  at,
  texts,
})
const entries = [
  entry('Card payments failing', 5, 'Some are refused. The café terminal works.'),
  entry('Slow API', 9, 'Payments by card take longer.', 'Straße and Ärger'),
  entry('Old card trouble', 1, 'payments'),
  entry('How do refunds work?', 0, 'By card payments, within a week.'),
  entry('決済サービスの障害', 4, '支払いが停止しています。'),
]
const segments = [segmentOf(entries.slice(0, 2)), segmentOf(entries.slice(2))]
const found = (query: string) => lookUp(segments, asked(query)).hits.map(({ title }) => title)

test('every word must be there; titles before texts, what always holds before news, the newest first', () => {
  assert.deepEqual(found('card payments'), [
    'Card payments failing',
    'Old card trouble',
    'How do refunds work?',
    'Slow API',
  ])
  assert.deepEqual(found('refused longer'), [])
  assert.deepEqual(found(''), [])
  assert.deepEqual(found('...'), [])
})

test('case, accents and width make no difference; the last word may be a beginning', () => {
  assert.deepEqual(found('CAFE'), ['Card payments failing'])
  assert.deepEqual(found('strasse arger'), ['Slow API'])
  assert.deepEqual(found('ＳＬＯＷ'), ['Slow API'])
  assert.deepEqual(found('payments ref'), ['How do refunds work?', 'Card payments failing'])
  assert.deepEqual(found('ref payments'), [])
})

test('scripts without spaces are found by any part', () => {
  for (const query of ['決済', 'サービス', '障害', '支払い', '停止', '害', '決済 停止', '停'])
    assert.deepEqual(found(query), ['決済サービスの障害'], query)
  assert.deepEqual(found('停決'), [])
  assert.deepEqual(
    tokens('API決済v2').map(({ word }) => word),
    ['api', '決済', '済', 'v2'],
  )
})

test('what was asked for is marked, and nothing else becomes markup', () => {
  assert.equal(marked('Café <b> & cafés', ['cafe']).__html, '<mark>Café</mark> &lt;b&gt; &amp; <mark>cafés</mark>')
  assert.equal(marked('支払い停止中', asked('停止')).__html, '支払い<mark>停止</mark>中')
  assert.equal(
    marked('<script>alert(1)</script>', ['script']).__html,
    '&lt;<mark>script</mark>&gt;alert(1)&lt;/<mark>script</mark>&gt;',
  )
})

test('a snippet shows the place, or the beginning where only the title has it', () => {
  const long = `${'before '.repeat(40)}the needle is here ${'after '.repeat(60)}`
  const shown = snippet(['nothing', long], ['needle'])!.__html
  assert.match(shown, /^… before .*the <mark>needle<\/mark> is here after .* …$/)
  assert.ok(shown.length < 350)
  assert.equal(snippet(['nothing'], ['needle'])!.__html, 'nothing')
  assert.equal(snippet([], ['needle']), null)
})

test('two thousand incidents: one question takes as long as a look-up', () => {
  const many = Array.from({ length: 2000 }, (_, i) => entry(`Incident ${i}`, i, `word${i % 100} shared text`))
  const { total, hits } = lookUp([segmentOf(many)], asked('shared word7'))
  assert.equal(hits.length, 50)
  assert.equal(total, 220)
})
