import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Change, wordDiff } from './word-diff.ts'

const marked = (changes: Change[]) =>
  changes.map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{+${text}+}` : `[-${text}-]`)).join('')
const sideOf = (changes: Change[], other: Change['kind']) =>
  changes
    .filter(({ kind }) => kind !== other)
    .map(({ text }) => text)
    .join('')

test('words that came and went', () => {
  assert.equal(
    marked(wordDiff('A few were refused. All is well.', 'About one in ten was refused. All is well.')),
    '[-A few were -]{+About one in ten was +}refused. All is well.',
  )
  assert.equal(marked(wordDiff('same', 'same')), 'same')
  assert.equal(marked(wordDiff('', 'new')), '{+new+}')
  assert.equal(marked(wordDiff('old', '')), '[-old-]')
  assert.equal(marked(wordDiff('支払いは止まっています', '支払いは動いています')), '支払いは[-止まっ-]{+動い+}ています')
})

test('both texts can be read from it again, whatever they are', () => {
  const text = fc
    .array(fc.constantFrom('a ', 'b ', 'c', '\n', '漢', '  ', 'ü'), { maxLength: 60 })
    .map((all) => all.join(''))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const changes = wordDiff(before, after)
      assert.equal(sideOf(changes, 'added'), before)
      assert.equal(sideOf(changes, 'removed'), after)
      for (const [i, { kind }] of changes.entries()) assert.notEqual(kind, changes[i - 1]?.kind)
    }),
  )
})

test('ten thousand words that have nothing in common are not compared word by word', () => {
  const long = (word: string) => Array.from({ length: 10_000 }, (_, i) => `${word}${i} `).join('')
  assert.deepEqual(
    wordDiff(`Hello ${long('x')}`, `Hello ${long('y')}`).map(({ kind }) => kind),
    ['same', 'removed', 'added'],
  )
})
