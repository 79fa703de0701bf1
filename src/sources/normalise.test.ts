import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normalise } from './normalise.ts'
import type { ParsedAlert } from './source.ts'

const alert: ParsedAlert = {
  key: 'k',
  occurrence: null,
  state: 'firing',
  severity: null,
  title: 't',
  summary: null,
  labels: {},
  url: null,
  startedAt: null,
  endedAt: null,
}

test('every alert is bounded and printable', () => {
  const wild = normalise({
    ...alert,
    key: ' a\0\n b\u202e ',
    title: `\x1b[31m${'x'.repeat(600)}`,
    summary: 'one\r\n\ttwo\0\ud800',
    url: 'javascript:1',
    endedAt: new Date(0),
  })
  assert.equal(wild.key, 'a b')
  assert.equal(wild.title.length, 500)
  assert.ok(wild.title.startsWith('[31mxxx') && wild.title.endsWith('…'))
  assert.equal(wild.summary, 'one\n\ttwo\ufffd')
  assert.deepEqual([wild.url, wild.endedAt], [null, null])
  assert.equal(normalise({ ...alert, title: ' \n' }).title, 'k')
  assert.throws(() => normalise({ ...alert, key: '\0' }), /printable/)
  const many = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`l${n}`, 'v'.repeat(2_000)]))
  const labelled = Object.entries(normalise({ ...alert, labels: many }).labels)
  assert.deepEqual([labelled.length, labelled[0]![1].length], [100, 1_000])
})

test('long keys that begin alike stay apart, and are readable', () => {
  const keys = ['a', 'b'].map((end) => normalise({ ...alert, key: `disk ${'x'.repeat(600)}${end}` }).key)
  assert.notEqual(keys[0], keys[1])
  assert.ok(keys.every((key) => key.length === 500 && key.startsWith('disk xxx')))
})
