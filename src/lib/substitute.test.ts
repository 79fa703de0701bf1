import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathsIn, substitute } from './substitute.ts'

const values = {
  component: { name: 'API · US' },
  duration: '12 minutes',
  alert: { labels: { region: 'us' }, summary: null },
}

test('replaces paths by their values', () => {
  assert.equal(
    substitute('{{component.name}} is back after {{ duration }} in {{alert.labels.region}}.', values),
    'API · US is back after 12 minutes in us.',
  )
})

test('an empty value leaves nothing, an unknown path stays visible', () => {
  assert.equal(substitute('[{{alert.summary}}] {{nothing.here}}', values), '[] {{nothing.here}}')
})

test('a value is never evaluated again', () => {
  assert.equal(substitute('{{a}}', { a: '{{b}}', b: 'secret' }), '{{b}}')
})

test('reaches no prototype, function or environment', () => {
  for (const text of [
    '{{constructor}}',
    '{{constructor.constructor}}',
    '{{__proto__.x}}',
    '{{component.name.length}}',
    '{{env.SECRET}}',
    '{{7*7}}',
    '${7*7}',
    '<%= 7 %>',
    '{{component}}',
  ])
    assert.equal(substitute(text, values), text)
})

test('a large text with many placeholders is quick', () => {
  const text = '{{component.name}}'.repeat(100_000)
  assert.equal(substitute(text, values).length, 'API · US'.length * 100_000)
})

test('lists the paths a text asks for', () => {
  assert.deepEqual(pathsIn('{{a.b}} {{c}} {{a.b}} {{ 7 }}'), ['a.b', 'c'])
})
